/** What a behaviour is made of, and how several people's eyes are looked through at once. */
import type { Capabilities, JoinRequest, ProviderEvents } from '../../../src/provider/types'
import type { Actor, Name, Need, Person, Traits, World } from './world'

/** Where one behaviour is played. */
export interface Stage {
  readonly world: World
  readonly traits: Traits
  /** Brings a person in; what they wait for in vain is said when the test ends. */
  enter(person: Person, more?: Partial<JoinRequest>): Promise<Actor>
  /** Somebody whose provider is under test, for plays of one person. */
  readonly subject: Person
}

export interface Behaviour {
  title: string
  /** Not played without these. */
  needs?: ReadonlyArray<Exclude<keyof Capabilities, 'maxPlayers'> | Need>
  /** Told by what this person sees; not played where somebody else has the provider under test. */
  eyes?: Name
  /** In a world where requests and invitations expire soon. */
  brief?: boolean
  play(stage: Stage): Promise<void>
}

/**
 * Everybody of these who has the provider under test is told this, in turn.
 * @param fits for events that are no single ones (`counts`, `rights`): the first that fits
 * @returns what the first of them was told
 */
export async function told<K extends keyof ProviderEvents>(
  actors: readonly Actor[],
  event: K,
  expected: object,
  fits?: (payload: ProviderEvents[K]) => boolean,
): Promise<ProviderEvents[K]> {
  const payloads = await Promise.all(actors.flatMap(({ seen }) => (seen ? [seen.next(event, fits)] : [])))
  for (const payload of payloads) expect(payload).toMatchObject(expected)
  const [first] = payloads
  if (first === undefined) throw new Error(`nobody here has the provider under test: who should see ${event}?`)
  return first
}

/** Somebody whose provider is under test. */
export type Witness = Required<Actor>

/** The one of these whose provider is under test; of several the first. */
export function witness(...actors: Actor[]): Witness {
  const found = actors.find(({ seen }) => seen)
  if (!found) throw new Error('nobody here has the provider under test')
  return found as Witness
}
