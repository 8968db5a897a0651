/** What every argument of the room's calls has to be, by its name. */
import { demand } from '../errors'

const isString = (value: unknown): value is string => typeof value === 'string'
const isText = (value: unknown): boolean => isString(value) && !!value.trim()
const isFunction = (value: unknown): boolean => typeof value === 'function'
const wholeFrom = (from: number) => (value: unknown) => Number.isInteger(value) && (value as number) >= from

/** Names of arguments, the rule they share, and its test; without one the rule lists the values. */
const RULES: ReadonlyArray<readonly [names: string, rule: string, holds?: (value: unknown) => boolean]> = [
  ['roomId userId streamId requestId key text command id newToken', 'a string that is not empty', isText],
  ['name avatar url message', 'a string', isString],
  ['index seat', 'a whole number from 0', wholeFrom(0)],
  ['count expiresIn maxMessages seconds', 'a whole number from 1', wholeFrom(1)],
  ['on', 'true or false', (value) => typeof value === 'boolean'],
  ['listener', 'a function', isFunction],
  ['to', 'a list of user ids', (value) => Array.isArray(value) && value.every(isText)],
  ['token', 'a string, or a function that resolves to one', (value) => isText(value) || isFunction(value)],
  [
    'provider',
    'a registered name or a provider',
    (value) => isText(value) || isFunction((value as { join?: unknown })?.join),
  ],
  ['media', 'video or audio'],
  ['scene', 'live or monitor'],
  ['role', 'anchor or speaker or audience or admin'],
]

/** Arguments that are objects, and what is in them. */
const SHAPES: Readonly<Record<string, string>> = {
  linkOptions: 'media? seat? expiresIn?',
  banOptions: 'seconds?',
  gift: 'id name count',
  joinRequest: 'roomId token role? name? avatar?',
  roomOptions: 'provider? url? maxMessages? scene?',
}

/**
 * Checks one argument.
 * @param name with `?` behind it: may be left out
 * @throws LiveError `invalid-argument`
 */
export function check(call: string, name: string, value: unknown): void {
  const subject = name.replace('?', '')
  if (value === undefined && subject !== name) return
  const shape = SHAPES[subject]
  if (shape) {
    demand(value && typeof value === 'object', call, subject, `{ ${shape.replace(/ /g, ', ')} }`)
    shape.split(' ').forEach((part) => check(call, part, (value as Record<string, unknown>)[part.replace('?', '')]))
  }
  for (const [names, rule, holds] of RULES)
    if (names.split(' ').includes(subject))
      demand(holds ? holds(value) : rule.split(' or ').includes(value as string), call, subject, rule)
}
