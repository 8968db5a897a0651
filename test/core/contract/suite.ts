/**
 * One set of behaviours that every provider passes. `contractSuite('zego', makeWorld, traits)` in `contract-zego.test.ts` is all
 * that a provider's test file needs; see `world.ts` for what a world is.
 *
 * A behaviour that needs a capability which the provider does not have is not played; instead every call of that capability has to
 * be refused as `unsupported`. One that needs what the world cannot do is not played either, and the provider's page says so.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JoinRequest } from '../../../src/provider/types'
import type { Behaviour, Stage } from './behaviour'
import { connection } from './behaviours/connection'
import { joining } from './behaviours/joining'
import { leaving } from './behaviours/leaving'
import { lacking } from './behaviours/lacking'
import { link } from './behaviours/link'
import { moderation } from './behaviours/moderation'
import { messages } from './behaviours/messages'
import { media } from './behaviours/media'
import { CAST, type Actor, type MakeWorld, type Name, type Need, type Person, type Traits, type World } from './world'

export type { Actor, Fresh, Hooks, MakeWorld, Person, Refusal, Traits, Verbs, World, WorldOptions } from './world'
export { CAST, ROOM } from './world'
export { Recorder } from './recorder'

const BEHAVIOURS: readonly Behaviour[] = [
  ...joining,
  ...media,
  ...messages,
  ...link,
  ...moderation,
  ...connection,
  ...leaving,
]

function played({ needs = [] }: Behaviour, { capabilities, lacks }: Traits): boolean {
  return needs.every((need) =>
    need in capabilities ? capabilities[need as 'chat'] : lacks[need as Need] === undefined,
  )
}

/** Plays one behaviour in a world of its own. */
async function play(behaviour: Behaviour, makeWorld: MakeWorld, traits: Traits, side: Name | undefined): Promise<void> {
  const world: World = await makeWorld({ side, brief: behaviour.brief ?? false })
  const actors: Actor[] = []
  const enter = async (person: Person, more?: Partial<JoinRequest>): Promise<Actor> => {
    const actor = await world.enter(person, more)
    actors.push(actor)
    return actor
  }
  const stage: Stage = { world, traits, enter, subject: CAST[side ?? 'ann'] }
  ends.push(async () => {
    const stuck = actors.flatMap(({ person, seen }) => (seen?.stuck ? [`${person.name} ${seen.stuck}`] : []))
    await world.close()
    if (stuck.length) throw new Error(stuck.join('\n'))
  })
  await behaviour.play(stage)
}

const ends: Array<() => Promise<void>> = []

/**
 * Registers the tests.
 * @param name as in registerProvider; its page is docs/providers/<name>.md
 */
export function contractSuite(name: string, makeWorld: MakeWorld, traits: Traits): void {
  afterEach(async () => {
    for (const end of ends.splice(0)) await end()
  })
  for (const side of traits.sides ?? [undefined]) {
    const as = side ? ` (as ${CAST[side].name})` : ''
    for (const behaviour of [...BEHAVIOURS, ...lacking(traits)]) {
      const seen = !behaviour.eyes || !side || behaviour.eyes === side
      if (seen && played(behaviour, traits))
        test(`contract ${name}: ${behaviour.title}${as}`, () => play(behaviour, makeWorld, traits, side))
    }
  }
  const reasons = Object.values(traits.lacks)
  if (!reasons.length) return
  test(`contract ${name}: its page says what is not played here`, () => {
    const page = readFileSync(join(__dirname, `../../../docs/providers/${traits.page ?? name}.md`), 'utf8').replace(
      /\s+/g,
      ' ',
    )
    expect(reasons.filter((reason) => !page.includes(reason))).toEqual([])
  })
}
