/** What media servers and addresses ask of a room; the rules are in decide-stream. */
import type { Stream, StreamId, UserId } from '../wire'
import type { Core, Outcome } from './core'
import { rightsOf } from './rights'
import { refuse, type Refusal } from './rules'
import type { Carrier, Grant } from './state'

export class Publishing {
  constructor(private readonly core: Core) {}

  /** A stream for somebody with the right to publish: the one they have, with the flags of now, or a new one. */
  async issue(user: UserId, flags: { audio: boolean; video: boolean }): Promise<Grant | Refusal> {
    const outcome = await this.core.perform({ actor: user, command: { k: 'issue', d: flags } })
    if ('code' in outcome) return outcome
    return this.core.state.now.grants.get(user) ?? refuse('forbidden', 'the right to publish was taken meanwhile')
  }

  /** The person's stream is over, live or not. */
  revoke(user: UserId, id: StreamId): Promise<Outcome> {
    return this.core.perform({ actor: user, command: { k: 'revoke', d: { id } } })
  }

  /**
   * @param turn which of the stream's addresses; undefined: its newest
   * @returns why an address of this stream must not be used now
   */
  refusal(user: UserId, id: StreamId, turn?: number): Refusal | undefined {
    const { users, grants } = this.core.state.now
    const me = users.get(user)
    const grant = grants.get(user)
    if (!me || grant?.id !== id) return refuse('stream-not-found', 'the stream was not issued, or is over')
    if (turn !== undefined && turn !== grant.turn)
      return refuse('token-expired', 'a newer address was given out; use that one')
    return rightsOf(this.core.state.now, me).publish ? undefined : refuse('forbidden', 'no right to publish any more')
  }

  /** The replica has, when this resolves, everything that was written before. Rejects when the log cannot be read now. */
  sync(): Promise<void> {
    return this.core.log.sync()
  }

  /** Live, or issued and about to be. */
  playable(user: UserId, id: StreamId): boolean {
    const { streams, grants } = this.core.state.now
    return streams.has(id) || grants.get(user)?.id === id
  }

  /** Media of an issued or external stream flows, by this connection from now on. @returns a refusal when it must not */
  live(stream: Pick<Stream, 'id' | 'userId' | 'kind'>, carrier: Carrier): Promise<Outcome> {
    return this.core.perform({ actor: stream.userId, command: { k: 'live', d: { stream, carrier } } })
  }

  /**
   * The media connection has ended by itself.
   * @param by only if the stream is still carried by this one
   */
  over(userId: UserId, id: StreamId, by?: string): void {
    this.core.background(`dark ${id}`, () =>
      this.core.perform({ actor: userId, command: { k: 'dark', d: { id, by } } }),
    )
  }
}
