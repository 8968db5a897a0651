import type { Role } from '../types'
import { randomOf } from './random'
import type { SimulatedPerson, SimulatedStep } from './types'

/** Who is in a simulated room unless the options say otherwise: Alice is on air, Bob watches, Carol and Dan come later. */
export const DEFAULT_PEOPLE: readonly SimulatedPerson[] = [
  { name: 'Alice', role: 'anchor', hue: 210, talks: 0.5 },
  { name: 'Bob' },
  { name: 'Carol', present: false, talks: 0.4 },
  { name: 'Dan', present: false },
]

const LINES = [
  'Hello everybody',
  'Picture and sound are fine here',
  'Where are you today?',
  'Could you show that again?',
  'Nice light',
  'Greetings from Chengdu',
  'What is the song called?',
  'See you tomorrow',
]

/**
 * A lively minute: people come, chat, like and send a gift; Carol links mics, freezes, drops out and returns. When I am the
 * anchor, Carol asks me.
 */
export function defaultScript(role: Role, seed: number): SimulatedStep[] {
  const random = randomOf(seed)
  const steps: SimulatedStep[] = [
    { at: 1000, do: { kind: 'join', who: 'Carol' } },
    { at: 3000, do: { kind: 'join', who: 'Dan' } },
    { at: 6000, do: { kind: 'request', who: 'Carol' } },
    { at: 20_000, do: { kind: 'gift', who: 'Dan', gift: { id: 'rose', name: 'Rose', count: 9 } } },
    { at: 25_000, do: { kind: 'freeze', who: 'Carol', ms: 5000 } },
    { at: 33_000, do: { kind: 'mic', who: 'Carol', on: false } },
    { at: 40_000, do: { kind: 'drop', who: 'Carol' } },
    { at: 46_000, do: { kind: 'return', who: 'Carol' } },
    { at: 55_000, do: { kind: 'leave', who: 'Dan' } },
  ]
  const talkers = role === 'anchor' ? ['Bob', 'Carol', 'Dan'] : ['Alice', 'Bob', 'Carol', 'Dan']
  for (let at = 2000; at < 60_000; at += 1500 + Math.floor(random() * 4000)) {
    const who = talkers[Math.floor(random() * talkers.length)] ?? 'Bob'
    const text = LINES[Math.floor(random() * LINES.length)] ?? 'Hello'
    steps.push({ at, do: { kind: 'chat', who, text } })
    if (random() < 0.4) steps.push({ at: at + 300, do: { kind: 'like', count: 1 + Math.floor(random() * 5) } })
  }
  return steps.sort((a, b) => a.at - b.at)
}
