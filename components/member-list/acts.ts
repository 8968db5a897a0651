/** What a host or moderator may do to people: when it is offered, and how it is done. */
import type { LinkRequest, User, UserId } from '../../src/index'
import type { RoomStore } from '../../store/index'

/** A person, and what the room's links say about them. */
export interface Person {
  user: User
  me: boolean
  /** From 1; undefined off air. */
  seat: number | undefined
  /** A link that waits, asked for by the person or by a host. */
  request: LinkRequest | undefined
}

type Work = (store: RoomStore, person: Person) => Promise<unknown>

/** By name, which is also the message that names it. */
export const WORK = {
  invite: ({ link }, { user }) => link.invite(user.id),
  withdraw: async ({ link }, { request }) => request && link.cancel(request.id),
  silence: (store, { user }) => store.silence(user.id, true),
  heard: (store, { user }) => store.silence(user.id, false),
  promote: (store, { user }) => store.setRole(user.id, 'speaker'),
  demote: (store, { user }) => store.setRole(user.id, 'audience'),
  host: (store, { user }) => store.transferHost(user.id),
  mute: (store, { user }) => store.muteChat(user.id, true),
  unmute: (store, { user }) => store.muteChat(user.id, false),
  kick: (store, { user }) => store.kick(user.id),
  banHour: (store, { user }) => store.ban(user.id, { seconds: 3600 }),
  banDay: (store, { user }) => store.ban(user.id, { seconds: 86_400 }),
  ban: (store, { user }) => store.ban(user.id),
} satisfies Record<string, Work>

export type MemberAct = keyof typeof WORK

/** A button: what it does, and the message it bears. */
export interface Choice {
  name: MemberAct
  word: string
}

const SURE: Readonly<Partial<Record<MemberAct, readonly Choice[]>>> = {
  kick: [{ name: 'kick', word: 'sureKick' }],
  host: [{ name: 'host', word: 'sureHost' }],
}

const HOW_LONG: readonly Choice[] = [
  { name: 'kick', word: 'justKick' },
  { name: 'banHour', word: 'banHour' },
  { name: 'banDay', word: 'banDay' },
  { name: 'ban', word: 'ban' },
]

/** What is asked once more before it is done, and what there is to choose from; undefined for what is done at once. */
export function choicesOf({ capabilities }: RoomStore, act: MemberAct): readonly Choice[] | undefined {
  return act === 'kick' && capabilities.ban ? HOW_LONG : SURE[act]
}

/** Finds what the links say of anybody, in one look. */
export function peopleOf({ me, link }: RoomStore): (user: User) => Person {
  const seats = new Map<UserId | null, number>(link.seats.map(({ userId, index }) => [userId, index + 1]))
  const requests = new Map(link.requests.map((request) => [request.userId, request]))
  return (user) => ({
    user,
    me: user.id === me?.id,
    seat: seats.get(user.id),
    request: requests.get(user.id),
  })
}

/** Who publishes and is no host: whose microphone can be taken. */
export const speaks = ({ user: { role }, seat }: Person): boolean => role === 'speaker' || !!seat

/** The server decides; what it would refuse in any case is not offered. */
export function actsOf(store: RoomStore, person: Person): MemberAct[] {
  const { me, rights, capabilities: can } = store
  const { user, seat, request } = person
  const { role } = user
  if (person.me) return []
  const moderate = rights.moderate && (role !== 'admin' || me?.role === 'admin')
  const offers: Array<[act: MemberAct, holds: unknown]> = [
    ['invite', rights.host && can.link && role === 'audience' && !seat && !request],
    ['withdraw', rights.host && can.link && request?.from === 'anchor'],
    [user.silenced ? 'heard' : 'silence', moderate && can.silence && speaks(person)],
    ['promote', moderate && can.roles && role === 'audience'],
    ['demote', moderate && can.roles && role === 'speaker'],
    ['host', rights.host && can.roles && role !== 'admin' && role !== 'anchor'],
    [user.muted ? 'unmute' : 'mute', moderate && can.moderate && can.chat],
    ['kick', moderate && can.moderate],
  ]
  return offers.flatMap(([act, holds]) => (holds ? act : []))
}
