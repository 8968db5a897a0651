/** Shapes of the API: what is checked at run time is what docs/openapi.json says. */
import { z } from 'zod'
import { textLength } from '../frames/check'
import { LIMITS } from '../limits'
import { ROLES } from '../room/rights'
import { ID_PATTERN, MAX_FRAME_BYTES, type Role } from '../wire'
import { API_STATUS, type ApiCode } from './problem'

const idText = z.string().regex(ID_PATTERN, 'must be 1-48 letters, digits, "_" or "-"')

export const roomId = idText.describe('Id of a room')
export const userId = idText.describe('Id of a user, as in the tokens')
export const streamId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,48}~[A-Za-z0-9_-]{1,16}$/, 'must be <user>~<nonce>')
  .describe('Id of a stream, `<user>~<nonce>`')

/** As people count, in code points; beyond it the sum of UTF-16 units says no first. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max * 2)
    .refine((value) => value.trim() !== '', 'must not be blank')
    .refine((value) => textLength(value) <= max, `must have at most ${max} characters`)
    .describe(`At most ${max} characters`)

export const role = z.enum(ROLES as [Role, ...Role[]])
export const time = z.number().describe('Server time, ms since 1970')
export const name = text(LIMITS.name)

/** What a room remembers of a command, as JSON. */
export const data = z
  .unknown()
  .refine(
    (value) => JSON.stringify(value ?? null).length <= MAX_FRAME_BYTES,
    `must have at most ${MAX_FRAME_BYTES} bytes`,
  )
  .describe('Any JSON, at most 8 KB')

export const user = z.strictObject({
  id: userId,
  name: z.string(),
  role,
  avatar: z.string().optional(),
  muted: z.boolean().describe('May not chat'),
  silenced: z.boolean().describe('A moderator has the microphone'),
  joinedAt: time,
  seat: z.int().optional().describe('Mic-link seat'),
})

export const stream = z.strictObject({
  id: streamId,
  userId,
  kind: z.enum(['camera', 'screen', 'external']),
  audio: z.boolean(),
  video: z.boolean(),
  startedAt: time,
})

export const seat = z.strictObject({ index: z.int(), userId: userId.nullable(), locked: z.boolean() })

export const room = z.strictObject({
  id: roomId,
  epoch: z.string().describe('Changes when the log has lost events'),
  seq: z.int().describe('Sequence number of the last event'),
  online: z.int().describe('People here, over all gateways'),
  listed: z.int().describe('People in the list: in a big room not the whole audience'),
  likes: z.int(),
  closed: z.boolean().describe('Over, until a host joins'),
  allSilenced: z.boolean(),
  streams: z.array(stream),
  seats: z.array(seat),
  waiting: z.int().describe('Mic-link requests and invitations that wait'),
  bans: z.int(),
})

export const roomBrief = z.strictObject({ id: roomId, online: z.int(), streams: z.int(), closed: z.boolean() })
export const ban = z.strictObject({ userId, until: time.optional().describe('Server time, ms; absent: for good') })

export const receipt = z.strictObject({
  seq: z.int().describe("Where it stands in the room's log"),
  at: time,
  duplicate: z.literal(true).optional().describe('It was done before, under the same Idempotency-Key'),
})

export const error = z.strictObject({
  error: z.strictObject({
    code: z.enum(Object.keys(API_STATUS) as [ApiCode, ...ApiCode[]]),
    message: z.string().describe('For developers, in English'),
  }),
})

const DAY = 24 * 60 * 60
export const ttl = z
  .int()
  .min(10)
  .max(7 * DAY)
  .optional()
  .describe('Seconds for which the address may be used to connect')

const cursor = z.string().max(64).optional().describe('`next` of the page before')
const limit = z.coerce.number().int().min(1).max(500).default(100).describe('Entries of a page')
export const page = z.strictObject({ cursor, limit })

export function pageOf<T extends z.ZodType>(entries: string, one: T) {
  return z.strictObject({
    [entries]: z.array(one),
    next: z.string().optional().describe('Cursor of the next page; absent: this is the last'),
  })
}

/** One page of what is sorted by a key, after the cursor. */
export function cut<T>(
  all: readonly T[],
  key: (one: T) => string,
  { cursor: after, limit: count }: z.output<typeof page>,
) {
  const sorted = all.map((one) => ({ one, id: key(one) })).sort((a, b) => (a.id < b.id ? -1 : 1))
  const rest = after === undefined ? sorted : sorted.filter(({ id }) => id > after)
  const entries = rest.slice(0, count)
  const last = entries.at(-1)
  return { entries: entries.map(({ one }) => one), ...(rest.length > count && last ? { next: last.id } : {}) }
}
