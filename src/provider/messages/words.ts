/** What travels over a message channel: small JSON objects, told from other people's messages by their `lm`. */
import type { IncomingMessage, MessageBody, Role, User, UserId } from '../types'

/** By `lm`: come, here too, going, a message, likes, mic-link. */
export type Word =
  | { lm: 'hi' | 'me'; u: Omit<User, 'id' | 'muted' | 'silenced'>; l: number }
  | { lm: 'bye' }
  | { lm: 'm'; m: MessageBody & Pick<IncomingMessage, 'id' | 'at'> }
  | { lm: 'l'; n: number }
  | { lm: 'k'; p: unknown }

const ROLES: readonly Role[] = ['anchor', 'speaker', 'audience', 'admin']

const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

function isBody(body: Record<string, unknown>): boolean {
  const { kind, text, gift, command, id, at } = body
  if (!isText(id) || !isCount(at)) return false
  if (kind === 'chat' || kind === 'barrage') return isText(text)
  if (kind === 'command') return isText(command)
  const { id: which, name, count } = Object(gift) as Record<string, unknown>
  return kind === 'gift' && isText(which) && isText(name) && isCount(count)
}

/** @returns undefined for what is not ours, or not well formed */
export function read(text: string): Word | undefined {
  let word: Record<string, unknown>
  try {
    word = Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    // Somebody else's message in the same group.
    return undefined
  }
  const { lm, u, l, m, n } = word
  const { name, role, joinedAt } = Object(u) as Record<string, unknown>
  const good =
    lm === 'bye' ||
    (lm === 'k' && word.p) ||
    (lm === 'l' && isCount(n)) ||
    (lm === 'm' && isBody(Object(m) as Record<string, unknown>)) ||
    ((lm === 'hi' || lm === 'me') && isText(name) && ROLES.includes(role as Role) && isCount(joinedAt) && isCount(l))
  return good ? (word as unknown as Word) : undefined
}

/** The person a word is about, without what it must not say. */
export const personOf = (
  id: UserId,
  { name, role, joinedAt, avatar }: Extract<Word, { lm: 'hi' | 'me' }>['u'],
): User => ({
  id,
  name,
  role,
  ...(isText(avatar) && { avatar }),
  muted: false,
  silenced: false,
  joinedAt,
})
