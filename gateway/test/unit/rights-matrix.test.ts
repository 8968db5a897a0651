/** Who may do what: every command and question of the wire, for every role, under every narrowing of a token. */
import fc from 'fast-check'
import { RIGHTS, type Right } from '../../src/auth/claims'
import { BadFrame } from '../../src/frames/check'
import { readCommand } from '../../src/frames/commands'
import { decide } from '../../src/room/decide'
import { evolve } from '../../src/room/evolve'
import { narrow, roleRights, ROLES } from '../../src/room/rights'
import type { Decision, RoomCommand, SystemCommand } from '../../src/room/rules'
import { emptyState, type State } from '../../src/room/state'
import type { Command, LogEvent, Question, Role } from '../../src/wire'

interface Room {
  state: State
  run(actor: string, command: RoomCommand, system?: boolean): Decision
}

function open(): Room {
  const state = emptyState(4)
  let seq = 0
  const run: Room['run'] = (actor, command, system = false) => {
    const context = { now: 1000, newId: () => `id${seq}`, mark: 'pk:1', requestTtl: 30_000, listed: 500, system }
    const decision = decide(state, actor, command, context)
    const events = Array.isArray(decision) ? decision : []
    for (const event of events) evolve(state, { s: ++seq, at: 1000, ...event } as LogEvent)
    return decision
  }
  return { state, run }
}

/**
 * In the room beside the actor `me`: a host, a guest on a seat with a live stream, one who waits, one who was invited, one
 * who is just there, a speaker, and somebody banned.
 */
function room(role: Role, may?: Right[]): Room {
  const it = open()
  const enter = (id: string, as: Role) => it.run(id, { k: 'enter', d: { name: id, role: as } })
  enter('host', 'anchor')
  for (const id of ['guest', 'waiting', 'invited', 'idle']) enter(id, 'audience')
  enter('speaker', 'speaker')
  it.run('guest', { k: 'mic.req', d: { media: 'video' } })
  it.run('host', { k: 'mic.acc', d: { id: waits(it, 'guest') } })
  it.run('guest', { k: 'issue', d: { audio: true, video: true } })
  const stream = { id: streamOf(it), userId: 'guest', kind: 'camera' as const }
  it.run('guest', { k: 'live', d: { stream, carrier: { by: 'c1' } } })
  it.run('waiting', { k: 'mic.req', d: { media: 'video' } })
  it.run('host', { k: 'mic.inv', d: { user: 'invited' } })
  it.run('host', { k: 'ban', d: { user: 'zoe' } })
  it.run('me', { k: 'enter', d: { name: 'me', role, ...(may && { may }) } })
  return it
}

const waits = (it: Room, user: string): string =>
  Array.from(it.state.requests.values()).find((request) => request.userId === user)?.id ?? ''
const streamOf = (it: Room): string => it.state.grants.get('guest')?.id ?? ''

type Kinds = Command | Question
interface Case<K extends Kinds['k']> {
  what?: string
  d: (it: Room) => Extract<Kinds, { k: K }>['d']
  /** Who may; all others must not. */
  may: Role[]
  /** The rights that it takes: whose token leaves one out, may not. */
  rights: Right[]
}
type Matrix<U extends Kinds> = { [K in U['k']]: Case<K>[] }

const ALL: Role[] = ['anchor', 'speaker', 'audience', 'admin']
const HOSTS: Role[] = ['anchor']
const MODERATORS: Role[] = ['anchor', 'admin']
const NONE: Role[] = []

/** Exhaustive by type: a new command breaks the build until it says here who may. */
const COMMANDS: Matrix<Command> = {
  chat: [{ d: () => ({ text: 'hi' }), may: ALL, rights: ['chat'] }],
  barrage: [{ d: () => ({ text: 'hi' }), may: ALL, rights: ['chat'] }],
  gift: [{ d: () => ({ gift: { id: 'rose', name: 'Rose', count: 1 } }), may: ALL, rights: ['chat'] }],
  command: [{ d: () => ({ command: 'poll', data: 1 }), may: ALL, rights: ['chat'] }],
  'mic.req': [{ d: () => ({ media: 'video' }), may: ['audience'], rights: ['link'] }],
  'mic.cancel': [
    { what: "another's request", d: (it) => ({ id: waits(it, 'waiting') }), may: NONE, rights: [] },
    { what: 'an invitation', d: (it) => ({ id: waits(it, 'invited') }), may: HOSTS, rights: ['host'] },
  ],
  'mic.acc': [
    { what: 'a request', d: (it) => ({ id: waits(it, 'waiting') }), may: HOSTS, rights: ['host'] },
    { what: "another's invitation", d: (it) => ({ id: waits(it, 'invited') }), may: NONE, rights: [] },
  ],
  'mic.rej': [
    { what: 'a request', d: (it) => ({ id: waits(it, 'waiting') }), may: HOSTS, rights: ['host'] },
    { what: "another's invitation", d: (it) => ({ id: waits(it, 'invited') }), may: NONE, rights: [] },
  ],
  'mic.inv': [{ d: () => ({ user: 'idle' }), may: HOSTS, rights: ['host'] }],
  'mic.end': [{ what: "another's", d: () => ({ user: 'guest' }), may: HOSTS, rights: ['host'] }],
  seat: [{ d: () => ({ i: 3, locked: true }), may: HOSTS, rights: ['host'] }],
  'seat.move': [{ what: 'of another', d: () => ({ to: 2, user: 'guest' }), may: HOSTS, rights: ['host'] }],
  stream: [{ what: "another's", d: (it) => ({ id: streamOf(it), audio: false, video: false }), may: NONE, rights: [] }],
  mute: [{ d: () => ({ user: 'idle', on: true }), may: MODERATORS, rights: ['moderate'] }],
  kick: [{ d: () => ({ user: 'idle' }), may: MODERATORS, rights: ['moderate'] }],
  ban: [
    { d: () => ({ user: 'idle' }), may: MODERATORS, rights: ['moderate'] },
    { what: 'somebody absent', d: () => ({ user: 'yan', seconds: 60 }), may: MODERATORS, rights: ['moderate'] },
  ],
  unban: [{ d: () => ({ user: 'zoe' }), may: MODERATORS, rights: ['moderate'] }],
  close: [{ d: () => ({}), may: MODERATORS, rights: ['moderate'] }],
  silence: [
    { what: 'one', d: () => ({ user: 'speaker', on: true }), may: MODERATORS, rights: ['moderate'] },
    { what: 'all', d: () => ({ on: true }), may: MODERATORS, rights: ['moderate'] },
  ],
  role: [
    { what: "another's", d: () => ({ user: 'idle', role: 'speaker' }), may: MODERATORS, rights: ['moderate'] },
    { what: 'my own', d: () => ({ user: 'me', role: 'anchor' }), may: NONE, rights: [] },
  ],
  host: [{ d: () => ({ user: 'idle' }), may: HOSTS, rights: ['host', 'moderate'] }],
}

/** As {@link COMMANDS}. `play` takes no right: whoever is in the room may watch, and who is not is stopped before (session). */
const QUESTIONS: Matrix<Exclude<Question, { k: 'play' }>> = {
  push: [{ d: () => ({ audio: true, video: true }), may: ['anchor', 'speaker'], rights: ['publish'] }],
  unpush: [{ what: "another's", d: (it) => ({ id: streamOf(it) }), may: NONE, rights: [] }],
}
/** What a question is decided as. */
const DECIDED_AS: Record<keyof typeof QUESTIONS, SystemCommand['k']> = { push: 'issue', unpush: 'revoke' }

type Row = [title: string, k: RoomCommand['k'], row: Case<Kinds['k']>]
const rows = (matrix: object, as: (k: string) => string): Row[] =>
  Object.entries(matrix as Record<string, Case<Kinds['k']>[]>).flatMap(([k, cases]) =>
    cases.map((row): Row => [`${k}${row.what ? ` (${row.what})` : ''}`, as(k) as RoomCommand['k'], row]),
  )
const ROWS = [...rows(COMMANDS, (k) => k), ...rows(QUESTIONS, (k) => DECIDED_AS[k as keyof typeof DECIDED_AS])]

const verdict = (it: Room, k: RoomCommand['k'], { d }: Row[2], actor = 'me', system = false): string => {
  const decision = it.run(actor, { k, d: d(it) } as RoomCommand, system)
  if (!Array.isArray(decision)) return decision.code
  return decision.length > 0 ? 'done' : 'nothing'
}

test.each(ROWS)('%s: by role', (_, k, row) => {
  const verdicts = ROLES.map((role) => [role, verdict(room(role), k, row)])
  expect(verdicts).toEqual(ROLES.map((role) => [role, row.may.includes(role) ? 'done' : 'forbidden']))
})

test.each(ROWS)('%s: nobody who is not in the room', (_, k, row) => {
  expect(verdict(room('anchor'), k, row, 'stranger')).toMatch(/^(not-joined|forbidden)$/)
})

test.each(ROWS)('%s: whose token leaves out a right it takes, may not; whose token leaves them, may', (_, k, row) => {
  const { rights, may } = row
  for (const role of may) {
    expect([role, verdict(room(role, rights), k, row)]).toEqual([role, 'done'])
    for (const right of rights) {
      const others = RIGHTS.filter((name) => name !== right)
      expect([role, right, verdict(room(role, others), k, row)]).toEqual([role, right, 'forbidden'])
    }
    expect([role, verdict(room(role, []), k, row)]).toEqual([role, 'forbidden'])
  }
})

test.each(ROWS)('%s: no token adds a right to its role', (_, k, row) => {
  for (const role of ROLES.filter((name) => !row.may.includes(name)))
    expect([role, verdict(room(role, RIGHTS), k, row)]).toEqual([role, 'forbidden'])
})

test('narrowing takes away and never adds, in any order and however often', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ROLES), fc.subarray(RIGHTS), fc.subarray(RIGHTS), (role, may, more) => {
      const rights = roleRights(role)
      const left = narrow(rights, may)
      for (const name of RIGHTS) expect(left[name]).toBe(rights[name] && may.includes(name))
      expect(narrow(left, may)).toEqual(left)
      expect(narrow(left, more)).toEqual(narrow(narrow(rights, more), may))
      expect(narrow(rights, undefined)).toEqual(rights)
    }),
  )
})

describe('what a token narrows holds whatever others make of somebody', () => {
  const issue = { k: 'issue', d: { audio: true, video: true } } as const
  const issued = (it: Room): boolean => Array.isArray(it.run('me', issue))

  test('one who may be linked publishes from a seat, and from nowhere else', () => {
    const it = room('audience', ['chat', 'link'])
    expect(issued(it)).toBe(false)
    it.run('me', { k: 'mic.req', d: { media: 'video' } })
    it.run('host', { k: 'mic.acc', d: { id: waits(it, 'me') } })
    expect(issued(it)).toBe(true)
    // Back with a token that leaves less: the seat is no way around it.
    it.run('me', { k: 'enter', d: { name: 'me', role: 'audience', may: ['chat'] } })
    expect(issued(it)).toBe(false)
  })

  test('one who may not be linked is not invited, and a speaker by name only', () => {
    const it = room('audience', ['chat'])
    expect(it.run('host', { k: 'mic.inv', d: { user: 'me' } })).toMatchObject({
      code: 'forbidden',
      why: 'the token of me allows no mic-link',
    })
    it.run('host', { k: 'role', d: { user: 'me', role: 'speaker' } })
    expect(it.state.users.get('me')?.role).toBe('speaker')
    expect(issued(it)).toBe(false)
  })

  test('nothing is handed over to one who may not host', () => {
    const it = room('speaker', ['publish', 'chat'])
    expect(it.run('host', { k: 'host', d: { user: 'me' } })).toMatchObject({ code: 'forbidden' })
    expect(it.state.users.get('host')?.role).toBe('anchor')
  })

  test('a closed room opens to a host, not to one who is it by name', () => {
    const it = room('audience')
    it.run('host', { k: 'close', d: {} })
    const enter = (may: Right[]) => it.run('new', { k: 'enter', d: { name: 'n', role: 'anchor', may } })
    expect(enter(['publish', 'chat', 'moderate'])).toMatchObject({ code: 'room-closed' })
    expect(it.state.closed).toBe(true)
    expect(enter(['host'])).toEqual(expect.any(Array))
    expect(it.state.closed).toBe(false)
  })

  test('one who only watches is told so, and not that a moderator did it', () => {
    const chat = { k: 'chat', d: { text: 'x' } } as const
    const it = room('audience', [])
    expect(it.run('me', chat)).toEqual({ code: 'forbidden', why: 'your token lets you watch, not talk' })
    it.run('host', { k: 'mute', d: { user: 'idle', on: true } })
    expect(it.run('idle', chat)).toMatchObject({ code: 'muted' })
    expect(it.run('idle', { k: 'command', d: { command: 'poll', data: 1 } })).toEqual(expect.any(Array))
  })
})

test("the customer's backend may all of it, but for what a person does for themselves", () => {
  const wrong = ROWS.filter(([, k, row]) => verdict(room('audience'), k, row, 'backend', true) === 'forbidden')
  expect(wrong.map(([title]) => title)).toEqual([
    "mic.cancel (another's request)",
    "mic.acc (another's invitation)",
    "mic.rej (another's invitation)",
    "stream (another's)",
    'host',
  ])
})

test('what the gateway finds out by itself cannot be said by a client', () => {
  const inner: Record<SystemCommand['k'], true> = {
    enter: true,
    exit: true,
    expire: true,
    issue: true,
    revoke: true,
    live: true,
    dark: true,
  }
  for (const k of Object.keys(inner)) expect(() => readCommand({ k, d: {} })).toThrow(BadFrame)
})
