/** Runs in the browser: the two engines without the host, on a page of their own. Bundled by esbuild in the tests. */
import { LivePlayerEngine, LivePusherEngine } from '../../../host/media'
import type { MediaEnv } from '../../../host/media/media-env'
import { pictureHash } from '../../../host/media/snapshot'
import type { PictureSource } from '../../../host/media/pusher/picture-source'
import { pushProfile } from '../../../host/media/pusher/profile'
import { livePusherContext } from '../../../host/media/pusher/context'
import { livePlayerContext } from '../../../host/media/player/context'
import type { EnvValues, Permission } from '../../../host/env/types'

export interface RaisedEvent {
  type: string
  detail: unknown
}

/** A phone's surroundings that a test changes at will. */
export class FakeEnv {
  network: EnvValues['network'] = 'online'
  foreground = true
  audioInterrupted = false
  permissions: Record<'scope.camera' | 'scope.record' | 'scope.writePhotosAlbum', Permission> = {
    'scope.camera': 'allow',
    'scope.record': 'allow',
    'scope.writePhotosAlbum': 'allow',
  }
  language: EnvValues['language'] = 'en'
  scene = 1001
  media: MediaEnv['media'] = { bridge: 'ws://127.0.0.1:1/none', map: [] }
  private readonly listeners = new Set<{ name: string; listener: (value: never) => void }>()

  on(name: string, listener: (value: never) => void): () => void {
    const entry = { name, listener }
    this.listeners.add(entry)
    return () => void this.listeners.delete(entry)
  }

  set(name: string, value: unknown): void {
    Object.assign(this, { [name]: value })
    for (const entry of [...this.listeners]) if (entry.name === name) entry.listener(value as never)
  }

  authorize(scope: 'scope.camera' | 'scope.record'): Promise<boolean> {
    return Promise.resolve(this.permissions[scope] !== 'deny')
  }
}

function mount(): HTMLElement {
  const el = document.createElement('div')
  el.style.cssText = 'width:180px;height:320px;display:inline-block'
  document.body.append(el)
  return el
}

const lab = {
  FakeEnv,
  pictureHash,
  pushProfile,
  pusher(env: FakeEnv, picture?: () => PictureSource) {
    const events: RaisedEvent[] = []
    const emit = (type: string, detail: unknown): void => void events.push({ type, detail })
    const el = mount()
    const engine = new LivePusherEngine({ el, env: env as unknown as MediaEnv, emit, ...(picture ? { picture } : {}) })
    return { engine, events, el, context: livePusherContext(() => engine) }
  },
  player(env: FakeEnv) {
    const events: RaisedEvent[] = []
    const emit = (type: string, detail: unknown): void => void events.push({ type, detail })
    const el = mount()
    const engine = new LivePlayerEngine({ el, env: env as unknown as MediaEnv, emit })
    return { engine, events, el, context: livePlayerContext(() => engine) }
  },
}

declare global {
  var lab: typeof lab
}
globalThis.lab = lab
export type Lab = typeof lab
