/** Who comes, goes, and is given a moment to come back, over all gateways that have the room open. */
import type { Cursor, User, UserId } from '../wire'
import type { Core, Outcome } from './core'
import { barred } from './decide'
import type { Client, Member } from './member'
import { newConnectionId, type Members } from './members'
import { refuse, type Profile, type Refusal } from './rules'

/** Profiles remembered of people who are out, oldest out first. */
const DEPARTED = 1024
/** How often it is looked after people of gateways that are gone, ms. */
const ORPHANS_EVERY = 10_000

/** A connection that is on its way in. */
interface Arrival {
  user: UserId
  connection: string
  /** Who has taken the place from it meanwhile. */
  next?: string
}

export class Presence {
  private readonly arrivals = new Set<Arrival>()
  private readonly departed = new Map<UserId, Profile>()

  constructor(
    private readonly core: Core,
    private readonly members: Members,
  ) {}

  /**
   * The place first, then the list: who had the place before, here or on another gateway, can then no more say that the person
   * is gone.
   */
  async attach(client: Client, user: UserId, profile: Profile, cursor?: Cursor): Promise<Member | Refusal> {
    const { core } = this
    const refused = await this.barrier(user, profile)
    if (refused) return refused
    const arrival: Arrival = { user, connection: this.connectionOf(client, user) }
    const busy = await core.ask(async () => {
      // Who comes from another gateway may have heard there what has not come here yet: that is no gap.
      if (cursor && !core.log.resumes(cursor)) await core.log.sync()
      await core.log.places.take(user, arrival.connection, profile)
    })
    if (busy) return busy
    // From here on: before, the place was another's by right.
    this.arrivals.add(arrival)
    return core.alone(() => this.arrive(arrival, client, profile, cursor)).finally(() => this.arrivals.delete(arrival))
  }

  /** The place is another connection's, perhaps on another gateway: also of who has just taken it and is not listed yet. */
  moved(user: UserId, connection: string): void {
    for (const arrival of this.arrivals) {
      if (arrival.user === user && arrival.connection !== connection) arrival.next = connection
    }
    this.members.moved(user, connection)
  }

  /** Who is in already, and joins again for a snapshot, keeps the place. */
  private connectionOf(client: Client, user: UserId): string {
    const member = this.members.get(user)
    return member?.client === client ? member.connection : newConnectionId(client)
  }

  /** `left`: on purpose, shown at once. `lost`: the person has a moment to come back before the room is told. */
  detach(member: Member, why: 'left' | 'lost'): void {
    if (!this.members.remove(member)) return
    const { id } = member.user
    if (why === 'left') return this.leave(id, member.connection, 'left')
    const { grace } = this.core.context.settings
    this.core.timers.set(`grace ${id}`, grace, () => this.leave(id, member.connection, 'lost'))
  }

  /** People who are listed and in no place: their gateway is gone, or was this one. They have a moment as well. */
  watchOrphans(): void {
    const { core } = this
    core.timers.set('orphans', ORPHANS_EVERY, () => this.watchOrphans())
    const listed = Array.from(core.state.now.users.keys()).filter((id) => !this.members.get(id))
    if (listed.length === 0) return
    void core.ask(async () => {
      for (const id of await core.log.places.missing(listed)) {
        if (core.timers.has(`grace ${id}`)) continue
        core.timers.set(`grace ${id}`, core.context.settings.orphanGrace, () => this.lapse(id))
      }
    })
  }

  /** Somebody who is connected here was said to be gone, by a gateway that had not heard; or a roll-back forgot them. */
  heal(): void {
    for (const member of this.members.all()) if (!this.core.state.now.users.has(member.user.id)) this.enterAgain(member)
  }

  enterAgain({ user: { id }, profile }: Member): void {
    this.core.background(`enter ${id}`, () =>
      this.core.alone(async () =>
        this.members.get(id)
          ? this.core.step({ actor: id, command: { k: 'enter', d: profile } })
          : this.core.unchanged(),
      ),
    )
  }

  /** The name and role somebody last had here, for a connection that resumes and does not say them again. */
  async lastProfile(user: UserId): Promise<Profile | undefined> {
    const known = this.core.state.now.users.get(user) ?? this.departed.get(user)
    return known ?? this.core.log.places.find(user).catch(() => undefined)
  }

  remember({ id, name, role, avatar }: User): void {
    this.departed.delete(id)
    this.departed.set(id, { name, role, ...(avatar === undefined ? {} : { avatar }) })
    const [oldest] = this.departed.keys()
    if (this.departed.size > DEPARTED && oldest !== undefined) this.departed.delete(oldest)
  }

  /** Somebody who is here, listed or not, as the room knows them. */
  person(id: UserId, { name, role, avatar }: Profile): User {
    const { now, users, muted } = { now: this.core.context.now(), ...this.core.state.now }
    const guest: User = { id, name, role, muted: muted.has(id), silenced: false, joinedAt: now }
    return users.get(id) ?? { ...guest, ...(avatar !== undefined && { avatar }) }
  }

  /** The place is free. A log that is busy is asked again. */
  giveUp(user: UserId, connection: string): void {
    this.core.background(`drop ${user}`, () =>
      this.core.ask(async () => {
        await this.core.log.places.drop(user, connection)
        return this.core.unchanged()
      }),
    )
  }

  /** Before the place is taken: a person who is refused does not push out another connection of theirs. */
  private async barrier(user: UserId, profile: Profile): Promise<Refusal | undefined> {
    const { core, members } = this
    const out = () => barred(core.state.now, user, profile, core.context.now())
    if (out()) {
      const refused = (await core.ask(() => core.log.sync())) ?? out()
      if (refused) return refused
    }
    const here = members.get(user) !== undefined || core.state.now.users.has(user)
    if (here || members.counts().online < core.context.settings.maxMembers) return undefined
    return refuse('room-full', 'the room is full; try again later')
  }

  private async arrive(arrival: Arrival, client: Client, profile: Profile, cursor?: Cursor): Promise<Member | Refusal> {
    const { user, connection } = arrival
    const entered = await this.core.step({ actor: user, command: { k: 'enter', d: profile } })
    if (arrival.next !== undefined) return this.members.turnAway(client, connection, arrival.next)
    if ('code' in entered) {
      this.giveUp(user, connection)
      return entered
    }
    this.core.timers.cancel(`grace ${user}`)
    return this.members.attach(client, connection, { user: this.person(user, profile), profile }, cursor)
  }

  private leave(user: UserId, connection: string, why: 'left' | 'lost'): void {
    // The place is given up once, however often the exit has to be tried.
    let mine: boolean | undefined
    this.core.background(`exit ${user}`, async () => {
      const dropped = mine ?? (await this.core.ask(() => this.core.log.places.drop(user, connection)))
      if (typeof dropped !== 'boolean') return dropped
      mine = dropped
      return mine ? this.exit(user, why) : this.core.unchanged()
    })
  }

  private lapse(user: UserId): void {
    this.core.background(`exit ${user}`, async () => {
      const missing = await this.core.ask(() => this.core.log.places.missing([user]))
      if ('code' in missing) return missing
      return missing.length === 0 ? this.core.unchanged() : this.exit(user, 'lost')
    })
  }

  /** Unless they came back while this waited for its turn. */
  private exit(user: UserId, why: 'left' | 'lost'): Promise<Outcome> {
    return this.core.alone(async () =>
      this.members.get(user)
        ? this.core.unchanged()
        : this.core.step({ actor: user, command: { k: 'exit', d: { why } } }),
    )
  }
}
