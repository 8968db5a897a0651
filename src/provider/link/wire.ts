/** What peers say to each other: rows, because clouds take 1 KB a message, and looked at before it is believed. */
import type { ErrorReason } from '../../errors'
import type { UserId } from '../types'
import { DEEDS, type Deed, type Ending, type LinkState, type Waiting } from './state'

/** The whole state as the host in charge (`from`) has it. */
export interface StateMessage {
  t: 'st'
  /** Grows with each change of who is in charge; of two in charge the higher one is obeyed. */
  e: number
  /** Grows with each change. */
  v: number
  /** Hosts, in the order in which they take over. */
  o: readonly UserId[]
  /** Requests; the figures are ms it has waited and ms it will still wait: no two phones have the same clock. */
  r: ReadonlyArray<
    readonly [
      id: string,
      from: Waiting['from'],
      userId: UserId,
      media: Waiting['media'],
      seat: number | null | undefined,
      waited: number,
      left: number,
    ]
  >
  /** Seats. */
  s: ReadonlyArray<readonly [userId: UserId | null, link: string, locked: boolean]>
  /** Endings. */
  w: readonly Ending[]
}

export type LinkMessage =
  /** What is the state? */
  | { t: 'hi' }
  /** Please do that; `n` is the same each time it is asked. */
  | { t: 'do'; n: string; d: Deed }
  /** It was done, or why not. */
  | { t: 're'; n: string; c?: ErrorReason }
  | StateMessage

/** @returns undefined for anything that no peer says */
export function parse(payload: unknown): LinkMessage | undefined {
  const message = (payload || {}) as Record<string, unknown>
  const { t, n, d, e, v } = message
  const good =
    t === 'hi' ||
    (typeof n === 'string' &&
      (t === 're' || (t === 'do' && Array.isArray(d) && (DEEDS as readonly unknown[]).includes(d[0])))) ||
    (t === 'st' &&
      Number.isFinite(e) &&
      Number.isFinite(v) &&
      ['o', 'r', 's', 'w'].every((key) => Array.isArray(message[key])))
  return good ? (payload as LinkMessage) : undefined
}

export const pack = ({ requests, places, endings }: LinkState, now: number): Pick<StateMessage, 'r' | 's' | 'w'> => ({
  r: requests.map(({ id, from, userId, media, seat, createdAt, expiresAt }) => [
    id,
    from,
    userId,
    media,
    seat,
    now - createdAt,
    expiresAt - now,
  ]),
  s: places.map(({ userId, link, locked }) => [userId, link, locked]),
  w: endings,
})

/** @param known what I know already keeps its times */
export const unpack = ({ r, s, w }: StateMessage, known: LinkState, now: number): LinkState => ({
  requests: r.map(
    ([id, from, userId, media, seat, waited, left]) =>
      known.requests.find((request) => request.id === id) || {
        id,
        from,
        userId,
        media,
        ...(seat != null && { seat }),
        createdAt: now - waited,
        expiresAt: now + left,
      },
  ),
  places: s.map(([userId, link, locked]) => ({ userId, link, locked })),
  endings: w,
})
