/** Runs in the browser: the two engines without the host, on a page of their own. Bundled by esbuild in the tests. */
import type { EnvValues, Permission, Scope } from '../../../host/env/types'
import { LivePlayerEngine, LivePusherEngine } from '../../../host/media'
import type { CallbackOptions } from '../../../host/media/callback'
import type { MediaEnv } from '../../../host/media/media-env'
import { livePlayerContext } from '../../../host/media/player/context'
import type { PlayerAttributes } from '../../../host/media/player/attributes'
import type { PusherAttributes } from '../../../host/media/pusher/attributes'
import { livePusherContext } from '../../../host/media/pusher/context'
import { pictureHash } from '../../../host/media/snapshot'
import { watchClaps } from './claps'
import * as clockPicture from './clock-picture'

/** A phone's surroundings that a test changes at will. */
class FakeEnv {
  network: EnvValues['network'] = 'online'
  foreground = true
  audioInterrupted = false
  permissions: Record<Scope, Permission> = {
    'scope.camera': 'allow',
    'scope.record': 'allow',
    'scope.writePhotosAlbum': 'allow',
  }
  language: EnvValues['language'] = 'en'
  scene = 1001
  private readonly listeners = new Set<{ name: string; listener: (value: never) => void }>()

  constructor(readonly media: MediaEnv['media']) {}

  on(name: string, listener: (value: never) => void): () => void {
    const entry = { name, listener }
    this.listeners.add(entry)
    return () => void this.listeners.delete(entry)
  }

  set(name: string, value: unknown): void {
    Object.assign(this, { [name]: value })
    for (const entry of [...this.listeners]) if (entry.name === name) entry.listener(value as never)
  }

  authorize(scope: Scope): Promise<boolean> {
    return Promise.resolve(this.permissions[scope] !== 'deny')
  }
}

interface Events {
  type: string
  detail: Record<string, unknown>
}

function mount(): { el: HTMLElement; events: Events[]; emit: (type: string, detail: unknown) => void } {
  const el = document.createElement('div')
  el.style.cssText = 'width:120px;height:213px;display:inline-block'
  document.body.append(el)
  const events: Events[] = []
  return { el, events, emit: (type, detail) => void events.push({ type, detail: detail as Events['detail'] }) }
}

const phone = (media: MediaEnv['media']): FakeEnv => new FakeEnv(media)

function pusher(env: FakeEnv, attributes: Partial<PusherAttributes>, clock = false) {
  const { el, events, emit } = mount()
  const picture = clock ? { picture: () => new clockPicture.ClockPicture() } : {}
  const engine = new LivePusherEngine({ el, env: env as unknown as MediaEnv, emit, ...picture })
  Object.assign(engine.attributes, attributes)
  engine.attached()
  return { env, engine, events, el, context: livePusherContext(() => engine) }
}

function player(env: FakeEnv, attributes: Partial<PlayerAttributes>) {
  const { el, events, emit } = mount()
  const engine = new LivePlayerEngine({ el, env: env as unknown as MediaEnv, emit })
  Object.assign(engine.attributes, { autoplay: true, ...attributes })
  engine.attached()
  return { env, engine, events, el, context: livePlayerContext(() => engine) }
}

/** Resolves to what a context method answered. */
function call(
  method: ((options: CallbackOptions & Record<string, unknown>) => void) | undefined,
  options: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  return new Promise((resolve) => method?.({ ...options, complete: resolve }))
}

/** Address of a WAV file of a tone, `seconds` long. */
function tone(seconds: number, rate = 8000): string {
  const count = seconds * rate
  const file = new DataView(new ArrayBuffer(44 + count * 2))
  const words: [at: number, text: string][] = [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ]
  for (const [at, text] of words) [...text].forEach((letter, i) => file.setUint8(at + i, letter.charCodeAt(0)))
  file.setUint32(4, 36 + count * 2, true)
  file.setUint32(16, 16, true)
  file.setUint16(20, 1, true)
  file.setUint16(22, 1, true)
  file.setUint32(24, rate, true)
  file.setUint32(28, rate * 2, true)
  file.setUint16(32, 2, true)
  file.setUint16(34, 16, true)
  file.setUint32(40, count * 2, true)
  for (let i = 0; i < count; i++) file.setInt16(44 + i * 2, 12_000 * Math.sin((i * 2 * Math.PI * 440) / rate), true)
  return URL.createObjectURL(new Blob([file.buffer], { type: 'audio/wav' }))
}

const { readClock, ageOf } = clockPicture
const lab = { phone, pusher, player, call, pictureHash, readClock, ageOf, watchClaps, tone }

declare global {
  var lab: {
    phone: typeof phone
    pusher: typeof pusher
    player: typeof player
    call: typeof call
    pictureHash: typeof pictureHash
    readClock: typeof clockPicture.readClock
    ageOf: typeof clockPicture.ageOf
    watchClaps: typeof watchClaps
    tone: typeof tone
  }
  /** What a test made, by name, for its next step. */
  var pushers: Record<string, ReturnType<typeof pusher>>
  var players: Record<string, ReturnType<typeof player>>
}
globalThis.lab = lab
globalThis.pushers = {}
globalThis.players = {}
