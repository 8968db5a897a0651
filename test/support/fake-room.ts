/** A Room without a core: snapshots are set by the test, calls are recorded. */
import { Emitter } from '../../src/emitter'
import { PUSH_PRESETS } from '../../src/media/presets'
import { ALL_CAPABILITIES } from '../../src/provider/capabilities'
import type { MediaEvents, NativeCode, PlayerSnapshot, PusherSnapshot } from '../../src/media/types'
import type { Stream, User } from '../../src/provider/types'
import type {
  LinkPartSnapshot,
  MessagesSnapshot,
  Part,
  PlayerController,
  PusherController,
  Room,
  RoomEvents,
  SessionSnapshot,
} from '../../src/room/types'

export type Call = [name: string, ...args: unknown[]]

class FakePart<S> implements Part<S> {
  private listeners = new Set<(snapshot: S) => void>()
  constructor(public snapshot: S) {}
  onChange(listener: (snapshot: S) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
  /** Replaces the snapshot, or merges into it, and says so. */
  set(change: S extends readonly unknown[] ? S : Partial<S>): void {
    this.snapshot = Array.isArray(change) ? (change as unknown as S) : { ...this.snapshot, ...(change as object) }
    Array.from(this.listeners).forEach((listener) => listener(this.snapshot))
  }
  get listenerCount(): number {
    return this.listeners.size
  }
}

class FakeController<S extends object> {
  readonly events = new Emitter<MediaEvents<S>>()
  codes: NativeCode[] = []
  constructor(public snapshot: S) {}
  set(change: Partial<S>): void {
    this.snapshot = { ...this.snapshot, ...change }
    this.events.emit('change', this.snapshot)
  }
}

export function playerSnapshot(streamId: string): PlayerSnapshot {
  return {
    streamId,
    state: { phase: 'idle' },
    attributes: { src: '', mode: 'live', minCache: 1, maxCache: 3, muted: false, extra: {} },
    grade: 0,
    stats: {},
    volume: 0,
  }
}

const PUSHER: PusherSnapshot = {
  streamId: '',
  state: { phase: 'idle' },
  attributes: {
    url: '',
    mode: 'HD',
    ...PUSH_PRESETS.HD,
    enableCamera: true,
    enableMic: true,
    devicePosition: 'front',
    extra: {},
  },
  grade: 0,
  stats: {},
  volume: 0,
}

const SESSION: SessionSnapshot = {
  connection: { state: 'idle' },
  roomId: '',
  rights: { publish: false, chat: true, link: true, host: false, moderate: false },
  capabilities: ALL_CAPABILITIES,
  online: 0,
  likes: 0,
  allSilenced: false,
  network: 'good',
}

export function user(id: string, change: Partial<User> = {}): User {
  return { id, name: `name-${id}`, role: 'audience', muted: false, silenced: false, joinedAt: 1, ...change }
}

/** A stream `s-<userId>` of a camera, with sound and picture. */
export function stream(userId: string, change: Partial<Stream> = {}): Stream {
  return { id: `s-${userId}`, userId, kind: 'camera', audio: true, video: true, startedAt: 1, ...change }
}

/** Every method not listed records its call and resolves; `fail(name, error)` makes it reject from then on. */
function recorder(calls: Call[], failures: Map<string, unknown>) {
  return (name: string, sync = false) =>
    // One recorder stands for methods that return a promise and for those that return nothing.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    (...args: unknown[]): any => {
      calls.push([name, ...args])
      if (!failures.has(name)) return sync ? undefined : Promise.resolve()
      if (sync) throw failures.get(name)
      return Promise.reject(failures.get(name))
    }
}

export class FakeRoom implements Room {
  readonly calls: Call[] = []
  private readonly failures = new Map<string, unknown>()
  private readonly record = recorder(this.calls, this.failures)
  readonly events = new Emitter<RoomEvents>()
  readonly session = new FakePart<SessionSnapshot>(SESSION)
  readonly users = Object.assign(new FakePart<readonly User[]>([]), {
    get: (id: string) => this.users.snapshot.find((item) => item.id === id),
  })
  readonly streams = Object.assign(new FakePart<readonly Stream[]>([]), {
    get: (id: string) => this.streams.snapshot.find((item) => item.id === id),
  })
  readonly messages = Object.assign(new FakePart<MessagesSnapshot>({ entries: [], dropped: 0 }), {
    chat: this.record('messages.chat'),
    barrage: this.record('messages.barrage'),
    gift: this.record('messages.gift'),
    like: this.record('messages.like', true),
    command: this.record('messages.command'),
    retry: this.record('messages.retry'),
    discard: this.record('messages.discard', true),
  })
  readonly link = Object.assign(
    new FakePart<LinkPartSnapshot>({ mine: { state: 'idle' }, requests: [], seats: [], active: false }),
    {
      request: this.record('link.request'),
      cancel: this.record('link.cancel'),
      accept: this.record('link.accept'),
      refuse: this.record('link.refuse'),
      invite: this.record('link.invite'),
      end: this.record('link.end'),
      lockSeat: this.record('link.lockSeat'),
      moveTo: this.record('link.moveTo'),
    },
  )
  readonly pusher = Object.assign(new FakeController<PusherSnapshot>(PUSHER), {
    mount: this.record('pusher.mount', true),
    unmount: this.record('pusher.unmount', true),
    native: this.record('pusher.native', true),
    publish: this.record('pusher.publish'),
    unpublish: this.record('pusher.unpublish'),
    retry: this.record('pusher.retry', true),
    setCamera: this.record('pusher.setCamera'),
    setMic: this.record('pusher.setMic'),
    switchCamera: this.record('pusher.switchCamera'),
    setQuality: this.record('pusher.setQuality', true),
  }) satisfies PusherController
  private readonly players = new Map<string, ReturnType<FakeRoom['makePlayer']>>()
  readonly join = this.record('join')
  readonly leave = this.record('leave')
  readonly kick = this.record('kick')
  readonly ban = this.record('ban')
  readonly unban = this.record('unban')
  readonly close = this.record('close')
  readonly muteChat = this.record('muteChat')
  readonly silence = this.record('silence')
  readonly silenceAll = this.record('silenceAll')
  readonly setRole = this.record('setRole')
  readonly transferHost = this.record('transferHost')
  readonly renewToken = this.record('renewToken')
  readonly wake = this.record('wake', true)
  readonly sleep = this.record('sleep', true)
  readonly interrupted = this.record('interrupted', true)

  private makePlayer(streamId: string) {
    const call = (name: string) => this.record(`player.${name}:${streamId}`, true)
    return Object.assign(new FakeController<PlayerSnapshot>(playerSnapshot(streamId)), {
      streamId,
      mount: call('mount'),
      unmount: call('unmount'),
      native: call('native'),
      retry: call('retry'),
      mute: call('mute'),
    }) satisfies PlayerController
  }

  player(streamId: string): ReturnType<FakeRoom['makePlayer']> {
    let player = this.players.get(streamId)
    if (!player) this.players.set(streamId, (player = this.makePlayer(streamId)))
    return player
  }

  /** From now on the call `name` (as recorded) fails with `error`. */
  fail(name: string, error: unknown): void {
    this.failures.set(name, error)
  }

  /** Recorded calls of one name, without the name. */
  callsOf(name: string): unknown[][] {
    return this.calls.filter(([called]) => called === name).map(([, ...args]) => args)
  }

  /** I (`me`) am in the room, with these people's camera streams. */
  enter(others: string[] = [], me: User = user('me')): void {
    const people = [me, ...others.map((id) => user(id))]
    this.session.set({ connection: { state: 'joined' }, roomId: 'r1', me, online: people.length })
    this.users.set(people)
    this.streams.set(others.map((id) => stream(id)))
  }

  /** Listeners left anywhere; teardown tests expect 0. */
  get listenerCount(): number {
    const parts = [this.session, this.users, this.streams, this.messages, this.link]
    const players = Array.from(this.players.values()).reduce((sum, player) => sum + player.events.size, 0)
    const counted = parts.reduce((sum, part) => sum + part.listenerCount, 0)
    return counted + players + this.events.size + this.pusher.events.size
  }
}
