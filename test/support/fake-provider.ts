/** A RoomProvider under the test's thumb: every call is recorded, answers are set, events are emitted by hand. */
import { Emitter } from '../../src/emitter'
import { ALL_CAPABILITIES } from '../../src/provider/capabilities'
import type {
  JoinRequest,
  LinkOptions,
  LinkRequest,
  MessageReceipt,
  OutgoingMessage,
  PlayOffer,
  PlayOptions,
  ProviderEvents,
  PushTarget,
  Role,
  RoomProvider,
  RoomSnapshot,
  StreamInit,
  User,
} from '../../src/provider/types'

export const user = (id: string, change: Partial<User> = {}): User => ({
  id,
  name: id.toUpperCase(),
  role: 'audience',
  muted: false,
  silenced: false,
  joinedAt: 1000,
  ...change,
})

export const linkRequest = (userId: string, change: Partial<LinkRequest> = {}): LinkRequest => ({
  id: `req-${userId}`,
  from: 'audience',
  userId,
  name: userId.toUpperCase(),
  media: 'video',
  createdAt: 1000,
  expiresAt: 31000,
  ...change,
})

export const snapshotOf = (change: Partial<RoomSnapshot> = {}): RoomSnapshot => {
  const me = change.me ?? user('me')
  return {
    roomId: 'r1',
    me,
    rights: { publish: false, chat: true, link: true, host: false, moderate: false },
    users: [me],
    streams: [],
    messages: [],
    link: { requests: [], seats: [] },
    online: 1,
    likes: 0,
    allSilenced: false,
    ...change,
  }
}

export class FakeProvider implements RoomProvider {
  readonly name = 'fake'
  readonly capabilities = { ...ALL_CAPABILITIES }
  readonly events = new Emitter<ProviderEvents>()
  readonly calls: Array<[string, ...unknown[]]> = []
  /** What each call answers; a function may throw or return a promise. */
  answers: Record<string, (...args: never[]) => unknown> = {}
  snapshot = snapshotOf()

  private async call<T>(name: string, fallback: T, ...args: unknown[]): Promise<T> {
    this.calls.push([name, ...args])
    const answer = this.answers[name]
    return (answer ? await (answer as (...a: unknown[]) => unknown)(...args) : fallback) as T
  }

  join = (request: JoinRequest): Promise<RoomSnapshot> => this.call('join', this.snapshot, request)
  leave = (): Promise<void> => this.call('leave', undefined)
  publish = (init: StreamInit): Promise<PushTarget> =>
    this.call('publish', { streamId: 'me~1', url: 'rtmp://h/live/me~1' }, init)
  updateStream = (streamId: string, change: { audio: boolean; video: boolean }): Promise<void> =>
    this.call('updateStream', undefined, streamId, change)
  unpublish = (streamId: string): Promise<void> => this.call('unpublish', undefined, streamId)
  play = (streamId: string, how: PlayOptions): Promise<PlayOffer> =>
    this.call('play', { urls: [`rtmp://h/live/${streamId}`, `http://h/live/${streamId}.flv`] }, streamId, how)
  stopPlay = (streamId: string): Promise<void> => this.call('stopPlay', undefined, streamId)
  send = (message: OutgoingMessage): Promise<MessageReceipt> =>
    this.call('send', { id: `sent-${this.calls.length}`, at: 2000 }, message)
  readonly link = {
    request: (options?: LinkOptions) => this.call<void>('link.request', undefined, options),
    cancel: (id: string) => this.call<void>('link.cancel', undefined, id),
    accept: (id: string) => this.call<void>('link.accept', undefined, id),
    refuse: (id: string, message?: string) => this.call<void>('link.refuse', undefined, id, message),
    invite: (userId: string, options?: LinkOptions) => this.call<void>('link.invite', undefined, userId, options),
    end: (userId?: string) => this.call<void>('link.end', undefined, userId),
    lock: (index: number, on: boolean) => this.call<void>('link.lock', undefined, index, on),
    move: (index: number, userId?: string) => this.call<void>('link.move', undefined, index, userId),
  }
  readonly moderate = {
    mute: (userId: string, on: boolean) => this.call<void>('moderate.mute', undefined, userId, on),
    kick: (userId: string) => this.call<void>('moderate.kick', undefined, userId),
    ban: (userId: string, seconds?: number) => this.call<void>('moderate.ban', undefined, userId, seconds),
    unban: (userId: string) => this.call<void>('moderate.unban', undefined, userId),
    close: () => this.call<void>('moderate.close', undefined),
    silence: (userId: string, on: boolean) => this.call<void>('moderate.silence', undefined, userId, on),
    silenceAll: (on: boolean) => this.call<void>('moderate.silenceAll', undefined, on),
    setRole: (userId: string, role: Role) => this.call<void>('moderate.setRole', undefined, userId, role),
    transferHost: (userId: string) => this.call<void>('moderate.transferHost', undefined, userId),
  }
  native = (): void => {}
  wake = (): void => void this.calls.push(['wake'])
  renewToken = (token: string): Promise<void> => this.call('renewToken', undefined, token)

  /** The names of the calls so far. */
  get called(): string[] {
    return this.calls.map(([name]) => name)
  }
}
