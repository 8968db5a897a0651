/** What a simulated room is made of. */
import type { Gift, JoinRequest, LinkOptions, LinkOutcome, Role } from '../types'

/** Somebody who is in the room without a server. */
export interface SimulatedPerson {
  /** Display name, unique in the room. */
  name: string
  /** Default: the name, lower case, with `-` for everything that an id may not have. */
  id?: string
  /** Default `audience`. */
  role?: Role
  /** Address of a picture. */
  avatar?: string
  /** Colour of the test card, 0-359; default: one that belongs to name and seed. */
  hue?: number
  /** Where they play from, as `<live-player>` takes it. Default: the test card, which only the preview draws. */
  url?: string
  /** In the room when I come (default), or only when a step lets them join. */
  present?: boolean
  /** Publishes when in the room; default: anchors and speakers do. */
  publishes?: boolean
  /** Share of the time they speak while on air, 0-1, by a pattern of the seed; default 0: `speak` steps only. */
  talks?: number
}

/** A person's name; in `whom`, and where something is done to somebody, also `me`. Checked when the room is joined. */
export type Who = string

/** What a person can do, and what can happen to one. */
export type SimulatedAction =
  | { kind: 'join'; who: Who }
  | { kind: 'leave'; who: Who }
  /** The connection breaks: person and stream are gone, an own link ends as `lost`. `return` brings both back. */
  | { kind: 'drop'; who: Who }
  | { kind: 'return'; who: Who }
  | { kind: 'publish'; who: Who; audio?: boolean; video?: boolean }
  | { kind: 'unpublish'; who: Who }
  /** Microphone or camera of a running stream. */
  | { kind: 'mic'; who: Who; on: boolean }
  | { kind: 'camera'; who: Who; on: boolean }
  /** The picture stands still for `ms`. It travels in the play URL (`freeze`), because only the player can show it. */
  | { kind: 'freeze'; who: Who; ms: number }
  /** Speaks for `ms`, heard as volume. It travels in the play URL (`speak`), because only the player can let it be heard. */
  | { kind: 'speak'; who: Who; ms: number }
  | { kind: 'chat'; who: Who; text: string }
  | { kind: 'barrage'; who: Who; text: string }
  | { kind: 'gift'; who: Who; gift: Gift }
  | { kind: 'command'; who: Who; command: string; data: unknown }
  | { kind: 'like'; count: number }
  /** Asks to link mics; I answer when I am the host, a simulated host does otherwise. */
  | ({ kind: 'request'; who: Who } & LinkOptions)
  | { kind: 'cancel'; who: Who }
  /** A simulated host invites; `whom` default `me`. */
  | ({ kind: 'invite'; whom?: Who } & LinkOptions)
  /** Settles the waiting request or invitation of `whom` now, whatever {@link SimulatedOptions.answer} says. */
  | { kind: 'answer'; whom: Who; outcome: Extract<LinkOutcome, 'accepted' | 'refused'>; message?: string }
  /** Ends the link of `whom`. */
  | { kind: 'end'; whom: Who }
  /** A host locks a seat, from 0: nobody is seated there. */
  | { kind: 'lock'; seat: number; on: boolean }
  /** A host takes the microphone of somebody who publishes, me included, or gives it back. */
  | { kind: 'silence'; who: Who; on: boolean }
  /** The same to everybody who publishes and is no host, now or later. */
  | { kind: 'silence-all'; on: boolean }
  /** A host makes somebody something else. */
  | { kind: 'role'; who: Who; role: Role }
  /** A simulated host hands the room over; `whom` default `me`. */
  | { kind: 'hand-over'; whom?: Who }
  /** Who is linked changes to another free seat. */
  | { kind: 'move'; whom: Who; seat: number }
  /** Chat mute. */
  | { kind: 'mute'; who: Who; on: boolean }
  | { kind: 'kick'; who: Who }
  /** A host keeps somebody out, me included; without `seconds` for good. */
  | { kind: 'ban'; who: Who; seconds?: number }
  /** My own way to the server breaks for `ms`. */
  | { kind: 'offline'; ms: number }
  /** The room is closed for everybody. */
  | { kind: 'close' }

/** One moment of a script. */
export interface SimulatedStep {
  /** Milliseconds after I joined. */
  at: number
  /** What happens then. A step that cannot be done is said as an `error` event. */
  do: SimulatedAction
}

/** Time, injected so that tests own it. */
export interface SimulatedClock {
  /** As the global one; what it returns is only handed back. */
  setTimeout(run: () => void, ms: number): unknown
  /** As the global one. */
  clearTimeout(timer: unknown): void
  /** Milliseconds since 1970. */
  now(): number
}

/** What simulated() takes. */
export interface SimulatedOptions {
  /** Default: Alice, who is on air, and Bob, Carol and Dan, who come to watch. */
  people?: readonly SimulatedPerson[]
  /** Default: a lively minute. `[]` for a room where nothing happens by itself. */
  script?: readonly SimulatedStep[]
  /** How simulated people answer requests and invitations; `false`: only the script does. Default: accept after 1.5 s. */
  answer?: false | { after: number; outcome: 'accepted' | 'refused' }
  /** Guest seats (default 4). */
  seats?: number
  /** Same seed, same room: lines, colours, moments of the default script. Default 1. */
  seed?: number
  /** Default: the realm's own timers. */
  clock?: SimulatedClock
}

/** What the room is that somebody joins: by its id, by their role. */
export type SimulatedRooms = (request: JoinRequest) => SimulatedOptions
