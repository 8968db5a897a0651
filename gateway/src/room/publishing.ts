/**
 * A stream's way: issued (an address was handed out) -> live (media flows, `pub+`) -> gone (`pub-`). A connection that
 * breaks leaves the stream issued: the phone's own retries come back to the same address.
 */
import type { Stream, StreamId, UserId } from '../wire'
import type { Core, Outcome } from './core'
import { Grants, type Grant } from './grants'
import type { Producer } from './log'
import { rightsOf } from './rights'
import { refuse, type Refusal } from './rules'
import { streamsOf } from './state'
import { unpublish } from './decide-link'

interface Flags {
  audio: boolean
  video: boolean
}

export class Publishing {
  private readonly grants = new Grants()

  constructor(private readonly core: Core) {}

  /** Issues a stream to somebody with the right to publish; what the person published before ends. */
  issue(user: UserId, flags: Flags): Promise<Grant | Refusal> {
    return this.core.alone(async () => {
      const me = this.core.state.users.get(user)
      if (!me) return refuse('not-joined', 'join the room first')
      const { publish } = rightsOf(this.core.state, me)
      if (!publish) return refuse('forbidden', 'no right to publish: ask for a mic-link first')
      const ended = await this.end(streamsOf(this.core.state, user).map((stream) => stream.id))
      return 'code' in ended ? ended : this.grants.issue(user, flags)
    })
  }

  /** The person's stream is over, live or not. */
  revoke(user: UserId, id: StreamId): Promise<Outcome> {
    return this.core.alone(() => {
      if (this.grants.holds(user, id)) this.grants.revoke(user)
      return this.end([id])
    })
  }

  /** The right is gone; live streams of it end by events of their own. */
  withdraw(user: UserId): void {
    this.grants.revoke(user)
  }

  /** @returns why an address of this stream must not be used now */
  refusal(user: UserId, id: StreamId): Refusal | undefined {
    const me = this.core.state.users.get(user)
    if (!me || !this.grants.holds(user, id)) return refuse('stream-not-found', 'the stream was not issued, or is over')
    return rightsOf(this.core.state, me).publish ? undefined : refuse('forbidden', 'no right to publish any more')
  }

  /** Live, or issued and about to be. */
  playable(user: UserId, id: StreamId): boolean {
    return this.core.state.streams.has(id) || this.grants.holds(user, id)
  }

  /** Media of an issued or external stream flows. @returns a refusal when it must not */
  live(stream: Pick<Stream, 'id' | 'userId' | 'kind'>): Promise<Outcome> {
    return this.core.alone(async () => {
      const { userId, id } = stream
      // Asked again although the relay asked before: a seat or the whole person can be gone since.
      const refused = stream.kind === 'external' ? undefined : this.refusal(userId, id)
      const { audio = true, video = true } = this.grants.holds(userId, id) ? (this.grants.of(userId) as Grant) : {}
      const full: Stream = { ...stream, audio, video, startedAt: this.core.context.now() }
      return refused ?? this.core.step(userId, { k: 'live', d: full })
    })
  }

  /** The media connection has ended by itself. */
  over(userId: UserId, id: StreamId): void {
    this.core.background(`dark ${id}`, () => this.core.perform(userId, { k: 'dark', d: { id } }))
  }

  /**
   * Microphone and camera flags while the stream is issued and no media flows: kept with the grant, told with `pub+`.
   * @returns undefined when the stream is not in that state
   */
  flags(user: UserId, d: Flags & { id: StreamId }, producer?: Producer): Promise<Outcome> | undefined {
    if (this.core.state.streams.has(d.id) || !this.grants.holds(user, d.id)) return undefined
    return this.core.alone(async () => {
      const known = producer && this.core.known(producer)
      if (known) return known
      // It may have gone live while this waited for its turn.
      if (this.core.state.streams.has(d.id)) return this.core.step(user, { k: 'stream', d }, producer)
      this.grants.flags(user, d)
      return this.core.write([], producer)
    })
  }

  private async end(ids: StreamId[]): Promise<Outcome> {
    const events = unpublish(this.core.state, ids)
    return events.length > 0 ? this.core.write(events) : this.core.unchanged()
  }
}
