/** What a simulated room is made of, looked at before anything begins: what is wrong is said by name. */
import { LiveError } from '../../errors'
import type { SimulatedOptions } from './types'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)

type Rule = readonly [holds: (value: never) => boolean, rule: string]

const RULES: Readonly<Record<keyof SimulatedOptions, Rule>> = {
  people: [
    (people: unknown) =>
      Array.isArray(people) &&
      people.every(
        (person) =>
          isObject(person) &&
          typeof person.name === 'string' &&
          (person.url === undefined || (typeof person.url === 'string' && person.url !== '')),
      ),
    "a list like [{ name: 'Alice', role: 'anchor' }]",
  ],
  script: [
    (script: unknown) =>
      Array.isArray(script) && script.every((step) => isObject(step) && isObject(step.do) && isNumber(step.at)),
    "a list like [{ at: 1000, do: { kind: 'join', who: 'Bob' } }]",
  ],
  answer: [
    (answer: unknown) =>
      answer === false ||
      (isObject(answer) && isNumber(answer.after) && ['accepted', 'refused'].includes(answer.outcome as string)),
    "false or like { after: 1500, outcome: 'accepted' }",
  ],
  seats: [(seats: unknown) => Number.isInteger(seats) && (seats as number) >= 0, 'a number of seats'],
  seed: [isNumber, 'a number'],
  clock: [
    (clock: unknown) =>
      isObject(clock) && ['setTimeout', 'clearTimeout', 'now'].every((name) => typeof clock[name] === 'function'),
    'an object with setTimeout, clearTimeout and now',
  ],
}

/** @throws LiveError `invalid-argument`, with the option as its subject */
export function checkOptions(options: unknown): void {
  const fault = (subject: string, rule: string) =>
    LiveError.of('invalid-argument', `simulated: ${subject} has to be ${rule}`, { subject })
  if (!isObject(options)) throw fault('options', 'an object like { people, script }')
  for (const [name, [holds, rule]] of Object.entries(RULES)) {
    const value = options[name]
    if (value !== undefined && !(holds as (value: unknown) => boolean)(value)) throw fault(name, rule)
  }
}
