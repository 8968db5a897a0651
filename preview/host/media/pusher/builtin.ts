/** `<live-pusher>` as the host mounts it. */
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from '../../builtins/types'
import { mountedBuiltins } from '../../builtins/registry'
import { services } from '../../builtins/services'
import { noticeText } from '../notices'
import { addProbe, probeOf } from '../probes'
import { pusherEvents, pusherProperties, readPusherAttributes, type PusherAttribute } from './attributes'
import { livePusherContext, type LivePusherContext } from './context'
import { LivePusherEngine } from './engine'

const SINGLE_PAGE_SCENE = 1154
const engines = new WeakMap<BuiltinInstance, LivePusherEngine>()

export const livePusher: BuiltinDefinition = {
  properties: pusherProperties,
  events: pusherEvents,
  create(host) {
    const engine = new LivePusherEngine({
      el: host.el,
      env: host.env,
      emit: (type, detail) => host.emit(type, detail),
      asset: (source) => services().asset(source, host),
    })
    const instance = createInstance(host, engine)
    engines.set(instance, engine)
    return instance
  },
}

/** `wx.createLivePusherContext()`: the platform takes no argument and finds the only live-pusher of the page. */
export function createLivePusherContext(pageId: string): LivePusherContext {
  return livePusherContext(() => {
    const node = mountedBuiltins('live-pusher', pageId)[0]
    return node && engines.get(node.instance)
  })
}

function createInstance(host: BuiltinHost, engine: LivePusherEngine): BuiltinInstance {
  let removeProbe: (() => void) | undefined
  let refused = false
  let attached = false
  return {
    attached() {
      refused = refuse(host, engine)
      removeProbe = addProbe(probeOf('live-pusher', host, engine, () => engine.shown()))
      attached = true
      if (refused) return
      Object.assign(
        engine.attributes,
        readPusherAttributes((name) => host.get(name)),
      )
      engine.attached()
    },
    changed(name, value) {
      if (attached && !refused) engine.set(name as PusherAttribute, value as never)
    },
    detached() {
      removeProbe?.()
      engine.destroy()
    },
    context: () => livePusherContext(() => (refused ? undefined : engine)),
    inspect: () => ({
      state: engine.state,
      codes: engine.codes,
      netStatus: engine.netStatus,
      notice: engine.view.said,
    }),
  }
}

/** The two places where the platform does not insert a live-pusher at all. */
function refuse(host: BuiltinHost, engine: LivePusherEngine): boolean {
  const singlePage = host.env.scene === SINGLE_PAGE_SCENE
  const first = mountedBuiltins('live-pusher', host.pageId)[0]
  const second = first !== undefined && first.host !== host
  if (!singlePage && !second) return false
  const notice = singlePage ? 'single-page-mode' : 'second-pusher'
  const errMsg = `insertLivePusher:fail ${noticeText(notice, 'zh_CN')}`
  console.error(errMsg)
  engine.view.say(noticeText(notice, host.env.language))
  host.emit('error', { errMsg, errCode: -1 })
  return true
}
