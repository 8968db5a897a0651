/** A clock the test owns, and the two controllers with every port and device call written to one log. */
import { LiveError, type ErrorReason } from '../../../src/errors'
import type { Clock } from '../../../src/media/clock'
import { createPlayerController } from '../../../src/media/player-controller'
import { createPusherController } from '../../../src/media/pusher-controller'
import type { MediaState } from '../../../src/media/types'
import type { PlayPreset } from '../../../src/media/presets'
import type { NativeEvent, PlayOffer, PushMode, PushTarget } from '../../../src/provider/types'

/** Lets everything that is already settled run on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

export class FakeClock implements Clock {
  private time = 0
  private next = 1
  private timers = new Map<number, { at: number; run: () => void }>()
  /** 1 makes every backoff its full step. */
  chance = 1

  setTimeout(run: () => void, ms: number): unknown {
    this.timers.set(this.next, { at: this.time + ms, run })
    return this.next++
  }

  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as number)
  }

  now(): number {
    return this.time
  }

  random(): number {
    return this.chance
  }

  get pending(): number {
    return this.timers.size
  }

  async advance(ms: number): Promise<void> {
    const until = this.time + ms
    await settled()
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0]
      if (!due) break
      this.timers.delete(due[0])
      this.time = due[1].at
      due[1].run()
      await settled()
    }
    this.time = until
  }
}

export const phaseOf = (state: MediaState): string =>
  state.phase === 'retrying'
    ? `retrying ${state.attempt}`
    : state.phase === 'failed'
      ? `failed ${state.reason}${state.code === undefined ? '' : ` ${state.code}`}`
      : state.phase

export interface Deferred<T> {
  resolve(value: T): void
  reject(error: unknown): void
}

/** Answers of a port: by default at once, held back with `hold()`, or refused with `refuse()`. */
class Answers<T> {
  private held: Deferred<T>[] | undefined
  private refusals: unknown[] = []

  constructor(private readonly make: (count: number) => T) {}

  private count = 0

  /** From now on asks wait; the returned list has one entry each. */
  hold(): Deferred<T>[] {
    this.held = []
    return this.held
  }

  refuse(reason: ErrorReason, waitMs?: number): void {
    this.refusals.push(LiveError.of(reason, reason, waitMs === undefined ? {} : { waitMs }))
  }

  async answer(): Promise<T> {
    this.count += 1
    if (this.refusals.length) throw this.refusals.shift()
    const { held } = this
    if (!held) return this.make(this.count)
    return new Promise((resolve, reject) => held.push({ resolve, reject }))
  }
}

function record(log: string[]) {
  const failing = new Set<string>()
  const call = async (name: string): Promise<void> => {
    log.push(name)
    if (failing.has(name)) throw new Error(`${name}:fail`)
  }
  return { failing, call }
}

interface Watched {
  snapshot: { state: MediaState }
  events: {
    on(event: 'change', listener: (snapshot: { state: MediaState }) => void): unknown
    on(event: 'error', listener: (error: LiveError) => void): unknown
  }
}

/** The phases a controller went through, each once, and the reasons of its error events. */
function watch(controller: Watched) {
  const phases = [phaseOf(controller.snapshot.state)]
  const errors: ErrorReason[] = []
  controller.events.on('change', ({ state }) => {
    if (phases[phases.length - 1] !== phaseOf(state)) phases.push(phaseOf(state))
  })
  controller.events.on('error', ({ reason }) => errors.push(reason))
  return { phases, errors }
}

export function playerStory(options: { media?: { audio: boolean; video: boolean } } = {}) {
  const clock = new FakeClock()
  const log: string[] = []
  const natives: NativeEvent[] = []
  const { failing, call } = record(log)
  const room = { preset: 'live' as PlayPreset, media: options.media ?? { audio: true, video: true } }
  const answers = new Answers<PlayOffer>((count) => ({ urls: [`rtmp://a/${count}`] }))
  const player = createPlayerController({
    streamId: 's1',
    ask: ({ mode, fresh }) => {
      log.push(`ask ${mode}${fresh ? ' fresh' : ''}`)
      return answers.answer()
    },
    release: () => call('release'),
    native: (event) => natives.push(event),
    preset: () => room.preset,
    media: () => room.media,
    clock,
  })
  const device = {
    play: () => call(`play ${player.snapshot.attributes.src}`),
    stop: () => call('stop'),
    pause: () => call('pause'),
    resume: () => call('resume'),
  }
  const code = (value: number) => player.native('statechange', { code: value })
  const net = (info: object) => player.native('netstatus', { info })
  const live = async () => {
    player.mount(device)
    await clock.advance(50)
    code(2004)
  }
  return { player, device, clock, log, natives, failing, answers, room, code, net, live, ...watch(player) }
}

export function pusherStory() {
  const clock = new FakeClock()
  const log: string[] = []
  const natives: NativeEvent[] = []
  const { failing, call } = record(log)
  const room = { mode: undefined as PushMode | undefined }
  const answers = new Answers<PushTarget>((count) => ({ streamId: 's1', url: `rtmp://p/${count}` }))
  const pusher = createPusherController({
    ask: ({ mode, audio, video }) => {
      log.push(`ask ${mode}${audio ? ' mic' : ''}${video ? ' camera' : ''}`)
      return answers.answer()
    },
    release: (streamId) => call(`release ${streamId}`),
    update: (streamId, { audio, video }) => call(`update ${streamId} ${audio} ${video}`),
    native: (event) => natives.push(event),
    mode: () => room.mode,
    clock,
  })
  const device = {
    start: () => call(`start ${pusher.snapshot.attributes.mode} ${pusher.snapshot.attributes.url}`),
    stop: () => call('stop'),
    pause: () => call('pause'),
    resume: () => call('resume'),
    switchCamera: () => call('switchCamera'),
  }
  const code = (value: number) => pusher.native('statechange', { code: value })
  const net = (info: object) => pusher.native('netstatus', { info })
  const live = async () => {
    pusher.mount(device)
    const published = pusher.publish()
    await clock.advance(50)
    await published
    code(1002)
  }
  return { pusher, device, clock, log, natives, failing, answers, room, code, net, live, ...watch(pusher) }
}
