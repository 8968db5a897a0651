import { LiveError } from '../../errors'
import type { Role, UserId } from '../types'
import { hashOf } from './random'
import type { SimulatedPerson, Who } from './types'

/** A person with every default filled in. */
export interface Member {
  id: UserId
  name: string
  role: Role
  avatar?: string
  hue: number
  url?: string
  present: boolean
  publishes: boolean
  talks: number
}

const idOf = (name: string): UserId =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)

/** Everybody who may be in the room, by name; script errors are found when the room is made, not a minute into the play. */
export class Cast {
  private readonly members = new Map<Who, Member>()

  constructor(people: readonly SimulatedPerson[], seed: number) {
    people.forEach((person, index) => this.add(person, index, seed))
  }

  get all(): Member[] {
    return Array.from(this.members.values())
  }

  /** @throws LiveError `invalid-argument` for a name that nobody has. */
  get(who: Who): Member {
    const member = this.members.get(who)
    if (member) return member
    const names = Array.from(this.members.keys()).join(', ')
    throw LiveError.of('invalid-argument', `simulated: nobody is called "${who}" (people: ${names}, or me)`)
  }

  byId(id: UserId): Member | undefined {
    return this.all.find((member) => member.id === id)
  }

  private add(person: SimulatedPerson, index: number, seed: number): void {
    const { name, role = 'audience', avatar, url, talks = 0 } = person
    const id = person.id ?? (idOf(name).replace(/^-+|-+$/g, '') || `person-${index + 1}`)
    if (!name || name === 'me' || id === 'me' || this.members.has(name) || this.byId(id)) {
      throw LiveError.of(
        'invalid-argument',
        `simulated: people need different names and ids, and none is "me": "${name}"`,
      )
    }
    if (!(talks >= 0 && talks <= 1))
      throw LiveError.of('invalid-argument', `simulated: "talks" of "${name}" is a share of the time, 0 to 1`)
    this.members.set(name, {
      id,
      name,
      role,
      ...(avatar === undefined ? {} : { avatar }),
      ...(url === undefined ? {} : { url }),
      hue: person.hue ?? (hashOf(name) + seed * 37) % 360,
      present: person.present ?? true,
      publishes: person.publishes ?? (role === 'anchor' || role === 'speaker'),
      talks,
    })
  }
}
