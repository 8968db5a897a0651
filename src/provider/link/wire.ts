/** What peers say to each other: compact, because clouds take 1 KB a message, and looked at before it is believed. */
import type { ErrorReason } from '../../errors'
import type { UserId } from '../types'
import type { Deed, Ending, LinkState, Place } from './state'
import type { LinkPayload } from './types'

/** The whole state as the host in charge (`from`) has it. */
export interface StateMessage {
  t: 'st'
  /** Grows with each change of who is in charge; of two in charge the higher one is obeyed. */
  e: number
  /** Grows with each change. */
  v: number
  /** Hosts, in the order in which they take over. */
  o: UserId[]
  /** Requests: id, from the anchor, who, sound alone, seat or -1, ms it has waited, ms it will still wait. */
  r: Array<[string, 0 | 1, UserId, 0 | 1, number, number, number]>
  /** Seats: who (0: nobody), link, locked. */
  s: Array<[UserId | 0, string, 0 | 1]>
  /** Endings: id, how, by, words. */
  w: Array<[string, string, string?, string?]>
}

export type LinkMessage =
  /** What is the state? */
  | { t: 'hi' }
  /** Please do that; `n` is the same each time it is asked. */
  | { t: 'do'; n: string; d: Deed }
  /** It was done, or why not. */
  | { t: 're'; n: string; c?: ErrorReason; m?: string }
  | StateMessage

/** The deeds of {@link LinkRules} that others may ask for. */
const DEEDS: readonly unknown[] = ['request', 'invite', 'cancel', 'accept', 'refuse', 'end', 'lock', 'move']

/** @returns undefined for anything that no peer says */
export function parse(payload: unknown): LinkMessage | undefined {
  const message = (payload ?? {}) as Record<string, unknown>
  const { t, n, d, e, v } = message
  const rows = ['o', 'r', 's', 'w'].every((key) => Array.isArray(message[key]))
  const good =
    t === 'hi' ||
    (t === 'do' && typeof n === 'string' && Array.isArray(d) && DEEDS.includes(d[0])) ||
    (t === 're' && typeof n === 'string') ||
    (t === 'st' && Number.isFinite(e) && Number.isFinite(v) && rows)
  return good ? (payload as LinkMessage) : undefined
}

/** Times travel as durations: no two phones have the same clock. */
export function pack({ requests, places, endings }: LinkState, now: number): Pick<StateMessage, 'r' | 's' | 'w'> {
  return {
    r: requests.map(({ id, from, userId, media, seat = -1, createdAt, expiresAt }) => [
      id,
      from === 'anchor' ? 1 : 0,
      userId,
      media === 'audio' ? 1 : 0,
      seat,
      now - createdAt,
      expiresAt - now,
    ]),
    s: places.map(({ userId, link, locked }) => [userId ?? 0, link, locked ? 1 : 0]),
    w: endings.map(
      ({ id, how, by, message }) =>
        [id, how, ...(by === undefined ? [] : [by]), ...(message === undefined ? [] : [message])] as [
          string,
          string,
          string?,
          string?,
        ],
    ),
  }
}

/** @param known what I know already keeps its times */
export function unpack({ r, s, w }: StateMessage, known: LinkState, now: number): LinkState {
  return {
    requests: r.map(
      ([id, invited, userId, audio, seat, waited, left]) =>
        known.requests.find((request) => request.id === id) ?? {
          id,
          from: invited ? 'anchor' : 'audience',
          userId,
          media: audio ? 'audio' : 'video',
          ...(seat < 0 ? {} : { seat }),
          createdAt: now - waited,
          expiresAt: now + left,
        },
    ),
    places: s.map(([userId, link, locked]): Place => ({ userId: userId || null, link, locked: !!locked })),
    endings: w.map(
      ([id, how, by, message]) => ({ id, how, ...(by && { by }), ...(message !== undefined && { message }) }) as Ending,
    ),
  }
}

export type { LinkPayload }
