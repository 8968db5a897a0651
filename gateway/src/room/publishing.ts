/**
 * A stream's way: issued (an address was handed out) -> live (media flows, `streamAdded`) -> gone (`streamRemoved`). A
 * publisher that stays away leaves the stream issued: the phone's own retries come back to the same address. Asking
 * again, issued or live, gives the same stream a newer address: a pusher that has to restart in another mode stays the
 * same stream to others.
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

  /** A stream for somebody with the right to publish: the one they have, with the flags of now, or a new one. */
  issue(user: UserId, flags: Flags): Promise<Grant | Refusal> {
    return this.core.alone(async () => {
      const me = this.core.state.users.get(user)
      if (!me) return refuse('not-joined', 'join the room first')
      const { publish } = rightsOf(this.core.state, me)
      if (!publish) return refuse('forbidden', 'no right to publish: ask for a mic-link first')
      const told = await this.restate(user, flags)
      return 'code' in told ? told : this.grants.issue(user, flags)
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

  /**
   * @param turn which of the stream's addresses; undefined: its newest
   * @returns why an address of this stream must not be used now
   */
  refusal(user: UserId, id: StreamId, turn = this.grants.of(user)?.turn): Refusal | undefined {
    const me = this.core.state.users.get(user)
    if (!me || !this.grants.holds(user, id)) return refuse('stream-not-found', 'the stream was not issued, or is over')
    if (turn !== this.grants.of(user)?.turn)
      return refuse('token-expired', 'a newer address was given out; use that one')
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
   * Microphone and camera flags while the stream is issued and no media flows: kept until it goes live.
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

  /** What others have to know before a stream is published again; streams that no grant holds end. */
  private async restate(user: UserId, flags: Flags): Promise<Outcome> {
    const mine = streamsOf(this.core.state, user)
    const ended = await this.end(mine.flatMap(({ id }) => (this.grants.holds(user, id) ? [] : [id])))
    const live = mine.find(({ id }) => this.grants.holds(user, id))
    if ('code' in ended || !live || (live.audio === flags.audio && live.video === flags.video)) return ended
    return this.core.step(user, { k: 'stream', d: { ...flags, id: live.id } })
  }

  private async end(ids: StreamId[]): Promise<Outcome> {
    const events = unpublish(this.core.state, ids)
    return events.length > 0 ? this.core.write(events) : this.core.unchanged()
  }
}
