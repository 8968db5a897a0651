/**
 * What the contract suite needs of a provider's surroundings: a place where people come into one room, and the hands of whoever
 * could cut a cable or call from another phone. One file `<provider>-world.ts` each.
 */
import type { LiveError, ErrorReason } from '../../../src/errors'
import type {
  Capabilities,
  JoinRequest,
  PushTarget,
  Role,
  RoomProvider,
  RoomSnapshot,
  UserId,
} from '../../../src/provider/types'
import type { Recorder } from './recorder'

/** Somebody of the plays. A world may give other ids: {@link Actor.id} counts. */
export interface Person {
  readonly id: UserId
  readonly name: string
  readonly role: Role
}

/** Everybody there is, so that worlds of a script can prepare them. */
export const CAST = {
  ann: { id: 'ann', name: 'Ann', role: 'anchor' },
  bob: { id: 'bob', name: 'Bob', role: 'audience' },
  cyd: { id: 'cyd', name: 'Cyd', role: 'audience' },
} as const satisfies Record<string, Person>

export type Name = keyof typeof CAST

export const ROOM = 'class-1'

/** What a person in the room does. */
export type Verbs = Pick<
  RoomProvider,
  'leave' | 'publish' | 'updateStream' | 'unpublish' | 'send' | 'link' | 'moderate'
>

/** A person in the room. */
export interface Actor {
  readonly id: UserId
  readonly person: Person
  /** The provider under test, or the same verbs of a person that the world plays itself. */
  readonly does: Verbs
  /** The provider under test. Absent: the world plays this person, and nobody sees through their eyes. */
  readonly provider?: RoomProvider
  /** What this person's provider has told; absent with {@link provider}. */
  readonly seen?: Recorder
  /** What join() resolved with; absent with {@link provider}. */
  readonly snapshot?: RoomSnapshot
}

/** A provider that has not joined yet. */
export interface Fresh {
  readonly provider: RoomProvider
  /** Good as it is. */
  readonly request: JoinRequest
}

/** One room and all who are in it. Made for one test, closed after it. */
export interface World {
  /** Brings a person into the room; `more` changes what the provider under test joins with. */
  enter(person: Person, more?: Partial<JoinRequest>): Promise<Actor>
  /** A provider for that person, with a request that would be taken. */
  fresh(person: Person): Fresh
  /**
   * Media begins to flow to where `publish()` said: what the phone's live-pusher does. In clouds that learn of it by native events,
   * these events.
   */
  push(actor: Actor, target: PushTarget): Promise<void>
  /** What the provider still holds: its timers, sockets and listeners by name; empty when it has released everything. */
  held(): string[]
  /** Ends everything. */
  close(): Promise<void>
  /** Only what a harness can do; what is absent is named in {@link Traits.lacks}. */
  readonly can: Hooks
}

/** What no provider can do to itself. */
export interface Hooks {
  /** The network of this person breaks; the result mends it. */
  cut?(actor: Actor): Promise<() => Promise<void>>
  /** As `cut`, but for so long that nobody can say what was missed. */
  lose?(actor: Actor): Promise<() => Promise<void>>
  /** The same person comes in on another phone. */
  replace?(actor: Actor): Promise<void>
  /** The token that the person came with is over; the provider has noticed, or will with the next call. */
  expire?(actor: Actor): Promise<void>
  /** Makes waiting requests and invitations expire; the world was made with `brief`. */
  lapse?(): Promise<void>
  /** A token that may be used from now on, also after `expire`. */
  token?(person: Person): string
  /** The cloud says something is wrong, with its own code; what the error's cause must hold. */
  vendorError?(actor: Actor): Promise<{ reason: ErrorReason; code: unknown }>
  /** How many times the cloud (or the app's function) was asked where a stream plays from. */
  asked?(actor: Actor): number
  /** A stream that is nobody's of the room (OBS, a camera) begins; the result ends it. */
  external?(id: string): Promise<() => Promise<void>>
}

/** A request that has to be refused. */
export interface Refusal {
  /** Ends the sentence "refuses ...". */
  what: string
  /** The wrong part. */
  request: Partial<JoinRequest> | (() => Partial<JoinRequest>)
  reason: ErrorReason
}

/** What a behaviour may need beside capabilities: a hook, or a trait that some clouds have not. */
export type Need =
  | keyof Hooks
  /** Other people can be in the room. */
  | 'people'
  /** Who is in the room may publish. */
  | 'publish'
  /** Messages are kept for newcomers. */
  | 'history'
  /** Who was out can come in again, into the same room. */
  | 'return'
  /** All see all messages in one order, whoever sent them. */
  | 'order'
  /** Whoever takes a role also ends the stream that went with it; else the person's own phone does. */
  | 'demotion'

/** What makes a provider's run of the suite; see `contract-gateway.test.ts`. */
export interface Traits {
  capabilities: Capabilities
  refusals: readonly Refusal[]
  /**
   * Who has the provider under test where only one can; the suite is played once for each. Absent: all have it.
   */
  sides?: readonly Name[]
  /** What cannot be played here and why; the sentences stand in docs/providers/<name>.md, word for word. */
  lacks: Partial<Record<Need, string>>
  /** The page where that stands, where it is not the provider's own. */
  page?: string
}

export interface WorldOptions {
  /** Whose provider is under test, out of {@link Traits.sides}. */
  side: Name | undefined
  /** Requests and invitations wait no longer than {@link Hooks.lapse} takes, and {@link Hooks.lose} loses. */
  brief: boolean
}

export type MakeWorld = (options: WorldOptions) => Promise<World>

/** What a call was rejected with; fails when it was not. */
export async function rejection(call: Promise<unknown>): Promise<LiveError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (thrown: LiveError) => ({ thrown }),
  )
  if ('thrown' in outcome) return outcome.thrown
  throw new Error(`it resolved with ${JSON.stringify(outcome.value)}`)
}
