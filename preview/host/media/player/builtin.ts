/** `<live-player>` as the host mounts it. */
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from '../../builtins/types'
import { findBuiltin } from '../../builtins/registry'
import { addProbe, probeOf } from '../probes'
import { playerEvents, playerProperties, type PlayerAttribute } from './attributes'
import { livePlayerContext, type LivePlayerContext } from './context'
import { LivePlayerEngine } from './engine'

const engines = new WeakMap<BuiltinInstance, LivePlayerEngine>()

export const livePlayer: BuiltinDefinition = {
  properties: playerProperties,
  events: playerEvents,
  create(host) {
    const engine = new LivePlayerEngine({
      el: host.el,
      env: host.env,
      emit: (type, detail) => host.emit(type, detail),
    })
    const instance = createInstance(host, engine)
    engines.set(instance, engine)
    return instance
  },
}

/** `wx.createLivePlayerContext(id, component)`. */
export function createLivePlayerContext(id: string, owner: unknown): LivePlayerContext {
  return livePlayerContext(() => {
    const node = findBuiltin('live-player', id, owner)
    return node && engines.get(node.instance)
  })
}

function createInstance(host: BuiltinHost, engine: LivePlayerEngine): BuiltinInstance {
  let removeProbe: (() => void) | undefined
  let attached = false
  return {
    attached() {
      removeProbe = addProbe(probeOf('live-player', host, engine, () => engine.picture()))
      const values = Object.keys(playerProperties).map((name) => [name, host.get(name)])
      Object.assign(engine.attributes, Object.fromEntries(values))
      attached = true
      engine.attached()
    },
    changed(name, value) {
      if (attached) engine.set(name as PlayerAttribute, value as never)
    },
    pageShown: (shown) => engine.cover.pageShown(shown),
    detached() {
      removeProbe?.()
      engine.destroy()
    },
    context: () => livePlayerContext(() => engine),
    inspect: () => ({
      state: engine.state,
      codes: engine.codes,
      netStatus: engine.netStatus,
      notice: engine.view.said,
    }),
  }
}
