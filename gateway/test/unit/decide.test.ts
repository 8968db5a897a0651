import fc from 'fast-check'
import { decide } from '../../src/room/decide'
import { evolve } from '../../src/room/evolve'
import { rightsOf } from '../../src/room/rights'
import type { Decision, RoomCommand } from '../../src/room/rules'
import { emptyState, seatOf, streamsOf, type State } from '../../src/room/state'
import { dumpState, loadState } from '../../src/room/stored'
import type { LogEvent, Role, User } from '../../src/wire'

/** A room without a network: commands are decided, written to a list and applied. */
class Story {
  readonly log: LogEvent[] = []
  guest: User | undefined
  someone: User | undefined
  system = false
  private ids = 0

  constructor(
    readonly seats = 2,
    readonly state: State = emptyState(seats),
    private readonly listed = 500,
  ) {}

  decide(actor: string, command: RoomCommand): Decision {
    const id = `id${++this.ids}`
    const { listed, guest, someone, system } = this
    const context = { now: 1000, newId: () => id, mark: 'pk:1', requestTtl: 30_000, listed, guest, someone, system }
    return decide(this.state, actor, command, context)
  }

  /** @returns the kinds of the events, or the refusal's code */
  run(actor: string, command: RoomCommand): string {
    const decision = this.decide(actor, command)
    if (!Array.isArray(decision)) return decision.code
    for (const event of decision) {
      const written = { s: this.log.length + 1, at: 1000, ...event } as LogEvent
      this.log.push(written)
      evolve(this.state, written)
    }
    return decision.map((event) => event.k).join(' ')
  }

  enter(user: string, role: Role): this {
    this.run(user, { k: 'enter', d: { name: user, role } })
    return this
  }

  request(user: string): string {
    this.run(user, { k: 'mic.req', d: { media: 'video' } })
    return `id${this.ids}`
  }

  /** The id of the stream that was issued to somebody. */
  stream(user: string): string {
    return this.state.grants.get(user)?.id ?? `${user}~none`
  }

  /** Asks for an address and pushes to it. */
  live(user: string): string {
    this.run(user, { k: 'issue', d: { audio: true, video: true } })
    const id = this.stream(user)
    return this.run(user, { k: 'live', d: { stream: { id, userId: user, kind: 'camera' }, carrier: { by: 'c1' } } })
  }
}

function room(): Story {
  return new Story()
    .enter('ann', 'anchor')
    .enter('bob', 'audience')
    .enter('cat', 'audience')
    .enter('adm', 'admin')
    .enter('spe', 'speaker')
}

const ANY = { user: 'bob' }

test.each<[string, RoomCommand, Record<string, string>]>([
  [
    'chat',
    { k: 'chat', d: { text: 'x' } },
    { ann: 'chat', bob: 'chat', adm: 'chat', spe: 'chat', nobody: 'not-joined' },
  ],
  [
    'mic.req',
    { k: 'mic.req', d: { media: 'audio' } },
    { ann: 'forbidden', bob: 'linkRequested', adm: 'forbidden', spe: 'forbidden' },
  ],
  ['mic.inv', { k: 'mic.inv', d: ANY }, { ann: 'linkRequested', bob: 'forbidden', adm: 'forbidden', spe: 'forbidden' }],
  ['mic.inv of a speaker', { k: 'mic.inv', d: { user: 'spe' } }, { ann: 'forbidden' }],
  ['mic.inv of nobody', { k: 'mic.inv', d: { user: 'zoe' } }, { ann: 'user-not-found' }],
  ['mic.acc of nothing', { k: 'mic.acc', d: { id: 'x' } }, { ann: 'link-not-found', bob: 'link-not-found' }],
  ['mic.end of another', { k: 'mic.end', d: { user: 'cat' } }, { ann: 'not-linked', bob: 'forbidden' }],
  [
    'mute',
    { k: 'mute', d: { user: 'cat', on: true } },
    { ann: 'userUpdated', bob: 'forbidden', adm: 'userUpdated', spe: 'forbidden' },
  ],
  ['kick', { k: 'kick', d: { user: 'cat' } }, { ann: 'kick userLeft', bob: 'forbidden', adm: 'kick userLeft' }],
  ['kick of an admin', { k: 'kick', d: { user: 'adm' } }, { ann: 'forbidden', adm: 'forbidden' }],
  ['kick of nobody', { k: 'kick', d: { user: 'zoe' } }, { ann: 'user-not-found' }],
  ['stream that is not live', { k: 'stream', d: { id: 'x~y', audio: true, video: true } }, { ann: 'stream-not-found' }],
])('%s, by role', (_, command, expected) => {
  for (const [actor, outcome] of Object.entries(expected))
    expect([actor, room().run(actor, command)]).toEqual([actor, outcome])
})

test.each<[string, RoomCommand, Record<string, string>]>([
  [
    'silence of a speaker',
    { k: 'silence', d: { user: 'spe', on: true } },
    { ann: 'userUpdated', adm: 'userUpdated', bob: 'forbidden', spe: 'forbidden', nobody: 'not-joined' },
  ],
  ['silence of nobody', { k: 'silence', d: { user: 'zoe', on: true } }, { ann: 'user-not-found' }],
  ['silence of a host', { k: 'silence', d: { user: 'ann', on: true } }, { ann: 'forbidden', adm: 'forbidden' }],
  ['silence of an admin', { k: 'silence', d: { user: 'adm', on: true } }, { ann: 'forbidden' }],
  ['silence of a listener', { k: 'silence', d: { user: 'bob', on: true } }, { ann: 'not-linked' }],
  [
    'silence of all',
    { k: 'silence', d: { on: true } },
    { ann: 'allSilenced userUpdated', adm: 'allSilenced userUpdated', bob: 'forbidden', spe: 'forbidden' },
  ],
  ['the end of a silence that is not', { k: 'silence', d: { on: false } }, { ann: '' }],
  [
    'a listener made speaker',
    { k: 'role', d: { user: 'bob', role: 'speaker' } },
    { ann: 'userUpdated', adm: 'userUpdated', cat: 'forbidden', spe: 'forbidden', bob: 'forbidden' },
  ],
  ['a role that is so already', { k: 'role', d: { user: 'spe', role: 'speaker' } }, { ann: '' }],
  ['a role of nobody', { k: 'role', d: { user: 'zoe', role: 'speaker' } }, { ann: 'user-not-found' }],
  ['a role of an admin', { k: 'role', d: { user: 'adm', role: 'audience' } }, { ann: 'forbidden', adm: 'forbidden' }],
  ['another role of the only host', { k: 'role', d: { user: 'ann', role: 'audience' } }, { adm: 'forbidden' }],
  [
    'handing over',
    { k: 'host', d: { user: 'bob' } },
    { ann: 'userUpdated userUpdated', adm: 'forbidden', spe: 'forbidden', bob: 'forbidden', nobody: 'not-joined' },
  ],
  ['handing over to nobody', { k: 'host', d: { user: 'zoe' } }, { ann: 'user-not-found' }],
  ['handing over to oneself', { k: 'host', d: { user: 'ann' } }, { ann: 'forbidden' }],
  ['handing over to an admin', { k: 'host', d: { user: 'adm' } }, { ann: 'forbidden' }],
])('%s, by role', (_, command, expected) => {
  for (const [actor, outcome] of Object.entries(expected))
    expect([actor, room().run(actor, command)]).toEqual([actor, outcome])
})

const told = (story: Story, from = 0) =>
  story.log
    .slice(from)
    .map(({ k, d }) => (k === 'userUpdated' ? `${d.id} ${d.role}${d.silenced ? ' silenced' : ''}` : k))

test('a guest who is made speaker gives back the seat and stays on air; whoever waits need not', () => {
  const story = room()
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  story.live('bob')
  story.request('cat')
  const from = story.log.length
  story.run('ann', { k: 'role', d: { user: 'bob', role: 'speaker' } })
  story.run('ann', { k: 'role', d: { user: 'cat', role: 'anchor' } })
  expect(told(story, from)).toEqual(['bob speaker', 'linkEnded', 'cat anchor', 'linkSettled'])
  expect(streamsOf(story.state, 'bob')).toHaveLength(1)
  expect(story.log.at(-1)?.d).toMatchObject({ userId: 'cat', outcome: 'cancelled', by: 'ann' })
})

test('whoever may publish no more is off air, and told why', () => {
  const story = room()
  story.live('spe')
  const id = story.stream('spe')
  expect(story.run('ann', { k: 'role', d: { user: 'spe', role: 'audience' } })).toBe('userUpdated streamRemoved')
  expect(story.log.at(-1)?.d).toEqual({ streamId: id, reason: 'demoted' })
})

test('a role holds over coming back the same way, and not over leaving; another token has the last word', () => {
  const story = room()
  story.run('ann', { k: 'role', d: { user: 'bob', role: 'speaker' } })
  story.run('ann', { k: 'role', d: { user: 'bob', role: 'anchor' } })
  expect(story.run('bob', { k: 'enter', d: { name: 'bob', role: 'audience' } })).toBe('')
  expect(story.run('bob', { k: 'enter', d: { name: 'Bobby', role: 'audience' } })).toBe('userUpdated')
  expect(story.state.users.get('bob')?.role).toBe('anchor')
  expect(story.run('bob', { k: 'enter', d: { name: 'Bobby', role: 'speaker' } })).toBe('userLeft userJoined')
  expect(story.state.users.get('bob')?.role).toBe('speaker')
  story.run('ann', { k: 'role', d: { user: 'cat', role: 'speaker' } })
  story.run('cat', { k: 'exit', d: { why: 'lost' } })
  story.enter('cat', 'audience')
  expect([story.state.users.get('cat')?.role, story.state.cameAs.size]).toEqual(['audience', 0])
})

test('a room is handed over in one step: links and waits go on, and end with the new host', () => {
  const story = room()
  story.live('ann')
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  const waiting = story.request('cat')
  expect(story.run('ann', { k: 'host', d: { user: 'spe' } })).toBe('userUpdated userUpdated')
  expect(told(story).slice(-2)).toEqual(['spe anchor', 'ann speaker'])
  expect(streamsOf(story.state, 'ann')).toHaveLength(1)
  expect(story.run('ann', { k: 'mic.acc', d: { id: waiting } })).toBe('forbidden')
  expect(story.run('ann', { k: 'host', d: { user: 'bob' } })).toBe('forbidden')
  expect(story.run('ann', { k: 'exit', d: { why: 'left' } })).toBe('streamRemoved userLeft')
  expect(story.run('spe', { k: 'exit', d: { why: 'left' } })).toBe('linkSettled linkEnded userLeft')
})

test('handing over to a guest ends the link and keeps the stream; to another host it only steps down', () => {
  const story = room().enter('zoe', 'anchor')
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  story.live('bob')
  expect(story.run('ann', { k: 'host', d: { user: 'bob' } })).toBe('userUpdated linkEnded userUpdated')
  expect(streamsOf(story.state, 'bob')).toHaveLength(1)
  expect(story.run('zoe', { k: 'host', d: { user: 'bob' } })).toBe('userUpdated')
})

test('everybody is silenced: guests and newcomers before they are heard, hosts never; single ones and all come back', () => {
  const story = room()
  story.run('ann', { k: 'silence', d: { on: true } })
  story.enter('sam', 'speaker').enter('zoe', 'anchor')
  expect(story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })).toBe(
    'linkSettled userUpdated linkStarted',
  )
  story.run('ann', { k: 'role', d: { user: 'cat', role: 'speaker' } })
  const silent = () => Array.from(story.state.users.values()).flatMap(({ id, silenced }) => (silenced ? [id] : []))
  expect(silent()).toEqual(['bob', 'cat', 'spe', 'sam'])
  story.run('adm', { k: 'silence', d: { user: 'spe', on: false } })
  story.run('sam', { k: 'exit', d: { why: 'left' } })
  expect(story.run('ann', { k: 'silence', d: { on: false } })).toBe('allSilenced userUpdated userUpdated')
  story.enter('sam', 'speaker')
  expect(silent()).toEqual([])
})

test('a silence ends with the link that it was about; by role it outlives leaving', () => {
  const story = room()
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  story.run('ann', { k: 'silence', d: { user: 'bob', on: true } })
  story.run('bob', { k: 'seat.move', d: { to: 1 } })
  expect(story.state.users.get('bob')?.silenced).toBe(true)
  expect(story.run('bob', { k: 'mic.end', d: {} })).toBe('linkEnded userUpdated')
  story.run('ann', { k: 'silence', d: { user: 'spe', on: true } })
  story.run('spe', { k: 'exit', d: { why: 'left' } })
  story.enter('spe', 'speaker')
  expect(story.state.users.get('spe')?.silenced).toBe(true)
})

test('a stream never claims the sound of a microphone that a moderator has', () => {
  const story = room()
  story.run('ann', { k: 'silence', d: { user: 'spe', on: true } })
  story.live('spe')
  const id = story.stream('spe')
  story.run('spe', { k: 'stream', d: { id, audio: true, video: false } })
  const flags = story.log.filter(({ k }) => k === 'streamAdded' || k === 'streamUpdated').map(({ d }) => d)
  expect(flags).toMatchObject([{ audio: false }, { audio: false, video: false }])
  story.run('ann', { k: 'silence', d: { user: 'spe', on: false } })
  story.run('spe', { k: 'stream', d: { id, audio: true, video: false } })
  expect(story.state.streams.get(id)).toMatchObject({ audio: true })
})

test('entering again changes nothing unless something changed; another role starts afresh', () => {
  const story = room()
  expect(story.run('bob', { k: 'enter', d: { name: 'bob', role: 'audience' } })).toBe('')
  expect(story.run('bob', { k: 'enter', d: { name: 'Bobby', role: 'audience' } })).toBe('userUpdated')
  story.request('bob')
  expect(story.run('bob', { k: 'enter', d: { name: 'Bobby', role: 'speaker' } })).toBe(
    'linkSettled userLeft userJoined',
  )
})

test('the lowest free unlocked seat is given', () => {
  const story = new Story(3).enter('ann', 'anchor').enter('bob', 'audience').enter('cat', 'audience')
  story.state.seats = story.state.seats.map((seat) => ({ ...seat, locked: seat.index === 0 }))
  const [first, second] = [story.request('bob'), story.request('cat')]
  story.run('ann', { k: 'mic.acc', d: { id: second } })
  story.run('ann', { k: 'mic.acc', d: { id: first } })
  expect([seatOf(story.state, 'cat')?.index, seatOf(story.state, 'bob')?.index]).toEqual([1, 2])
})

test("the end of a link ends the guest's stream; a guest without a seat cannot go live", () => {
  const story = room()
  expect(story.live('bob')).toBe('stream-not-found')
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  expect(story.live('bob')).toBe('streamAdded carried')
  expect(story.live('bob')).toBe('')
  expect(story.run('cat', { k: 'stream', d: { id: story.stream('bob'), audio: false, video: false } })).toBe(
    'forbidden',
  )
  expect(story.run('bob', { k: 'mic.end', d: {} })).toBe('linkEnded streamRemoved')
})

test('everything of a person who goes ends before the person is out', () => {
  const story = room()
  story.live('ann')
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  story.live('bob')
  story.request('cat')
  expect(story.run('ann', { k: 'exit', d: { why: 'lost' } })).toBe(
    'streamRemoved linkSettled linkEnded streamRemoved userLeft',
  )
  expect(story.log.find((event) => event.k === 'linkEnded')).toMatchObject({
    d: { userId: 'bob', reason: 'anchor-left' },
  })
  expect(story.run('ann', { k: 'exit', d: { why: 'lost' } })).toBe('')
})

test('another anchor stays: requests and links go on', () => {
  const story = room().enter('zoe', 'anchor')
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  story.request('cat')
  expect(story.run('ann', { k: 'exit', d: { why: 'left' } })).toBe('userLeft')
})

test('an external stream outlives the person of that name', () => {
  const story = room()
  const stream = { id: 'bob~ext', userId: 'bob', kind: 'external' } as const
  expect(story.run('bob', { k: 'live', d: { stream, carrier: { by: 'c1' } } })).toBe('streamAdded carried')
  expect(story.run('bob', { k: 'exit', d: { why: 'left' } })).toBe('userLeft')
  expect(story.run('bob', { k: 'dark', d: { id: 'bob~ext' } })).toBe('streamRemoved')
})

test('who is banned is out and stays out until the time is over, or a moderator says so', () => {
  const story = room()
  expect(story.run('ann', { k: 'ban', d: { user: 'bob', seconds: 60 } })).toBe('ban userLeft')
  expect(story.decide('bob', { k: 'enter', d: { name: 'b', role: 'audience' } })).toMatchObject({
    code: 'banned',
    until: 61_000,
  })
  expect(story.run('ann', { k: 'unban', d: { user: 'bob' } })).toBe('unban')
  expect(story.run('bob', { k: 'enter', d: { name: 'b', role: 'audience' } })).toBe('userJoined')
  expect(story.run('ann', { k: 'ban', d: { user: 'nobody' } })).toBe('ban')
  expect(story.state.bans).toEqual(new Map([['nobody', Infinity]]))
  expect(story.run('bob', { k: 'ban', d: { user: 'cat' } })).toBe('forbidden')
  expect(story.run('ann', { k: 'ban', d: { user: 'adm' } })).toBe('forbidden')
})

test('a closed room is empty, and opens when a host comes', () => {
  const story = room()
  story.run('ann', { k: 'mic.acc', d: { id: story.request('bob') } })
  story.live('bob')
  expect(story.run('bob', { k: 'close', d: {} })).toBe('forbidden')
  expect(story.run('ann', { k: 'close', d: {} })).toBe('closed')
  expect([story.state.users.size, story.state.streams.size, seatOf(story.state, 'bob')]).toEqual([0, 0, undefined])
  expect(story.run('bob', { k: 'enter', d: { name: 'b', role: 'audience' } })).toBe('room-closed')
  expect(story.run('ann', { k: 'enter', d: { name: 'a', role: 'anchor' } })).toBe('userJoined')
  expect(story.run('bob', { k: 'enter', d: { name: 'b', role: 'audience' } })).toBe('userJoined')
})

test('of a big audience the first are listed, and who does more than talk', () => {
  const story = new Story(2, emptyState(2), 2).enter('ann', 'anchor').enter('bob', 'audience')
  const guest = { id: 'cat', name: 'Cat', role: 'audience', muted: false, silenced: false, joinedAt: 1 } as const
  expect(story.run('cat', { k: 'enter', d: { name: 'Cat', role: 'audience' } })).toBe('')
  expect(story.run('cat', { k: 'chat', d: { text: 'x' } })).toBe('not-joined')
  story.guest = guest
  expect(story.run('cat', { k: 'chat', d: { text: 'x' } })).toBe('chat')
  expect(story.log.at(-1)).toMatchObject({ d: { name: 'Cat' } })
  expect(story.run('cat', { k: 'mic.req', d: { media: 'video' } })).toBe('userJoined linkRequested')
  story.guest = undefined
  expect(story.enter('spe', 'speaker').state.users.has('spe')).toBe(true)
  expect(story.run('ann', { k: 'kick', d: { user: 'dan' } })).toBe('user-not-found')
  story.someone = { ...guest, id: 'dan' }
  expect(story.run('ann', { k: 'mute', d: { user: 'dan', on: true } })).toBe('userJoined')
  expect(story.state.muted.has('dan')).toBe(true)
})

test('a token can leave of a role less than it has, for as long as the person stays', () => {
  const story = room()
  expect(story.run('dan', { k: 'enter', d: { name: 'd', role: 'anchor', may: ['host', 'publish'] } })).toBe(
    'userJoined narrowed',
  )
  expect(story.run('dan', { k: 'kick', d: { user: 'bob' } })).toBe('forbidden')
  expect(story.run('dan', { k: 'issue', d: { audio: true, video: true } })).toBe('issued')
  expect(story.run('dan', { k: 'enter', d: { name: 'd', role: 'anchor', may: ['host'] } })).toBe('narrowed')
  expect(story.state.grants.has('dan')).toBe(false)
  expect(story.run('dan', { k: 'enter', d: { name: 'd', role: 'anchor' } })).toBe('narrowed')
  expect(story.run('dan', { k: 'kick', d: { user: 'bob' } })).toBe('kick userLeft')
})

test('a token with fewer rights ends what the one before allowed: a stream, a seat, a wait', () => {
  const story = room()
  const host = { name: 'd', role: 'anchor' } as const
  const guest = { name: 'b', role: 'audience' } as const
  story.run('dan', { k: 'enter', d: host })
  story.run('dan', { k: 'issue', d: { audio: true, video: true } })
  const { id = '' } = story.state.grants.get('dan') ?? {}
  const stream = { id, userId: 'dan', kind: 'camera' } as const
  expect(story.run('dan', { k: 'live', d: { stream, carrier: { by: 'c' } } })).toContain('streamAdded')
  expect(story.run('dan', { k: 'enter', d: { ...host, may: ['host'] } })).toBe('narrowed streamRemoved')
  expect(story.log.at(-1)?.d).toEqual({ streamId: id, reason: 'demoted' })
  story.run('bob', { k: 'enter', d: guest })
  story.run('bob', { k: 'mic.req', d: { media: 'video' } })
  expect(story.run('bob', { k: 'enter', d: { ...guest, may: ['chat'] } })).toBe('narrowed linkSettled')
  expect(story.run('bob', { k: 'enter', d: guest })).toBe('narrowed')
  story.run('bob', { k: 'mic.req', d: { media: 'video' } })
  const [wait = ''] = story.state.requests.keys()
  story.run('ann', { k: 'mic.acc', d: { id: wait } })
  expect(story.run('bob', { k: 'enter', d: { ...guest, may: ['chat', 'link'] } })).toBe('narrowed')
  expect(story.run('bob', { k: 'enter', d: { ...guest, name: 'B', may: ['chat'] } })).toBe(
    'userUpdated narrowed linkEnded',
  )
})

test('the backend moderates everybody', () => {
  const story = room()
  story.system = true
  expect(story.run('system', { k: 'kick', d: { user: 'adm' } })).toBe('kick userLeft')
  expect(story.run('system', { k: 'role', d: { user: 'bob', role: 'anchor' } })).toBe('userUpdated')
  expect(story.run('system', { k: 'chat', d: { text: 'news' } })).toBe('chat')
})

test('a media connection that ends late ends nothing that another carries', () => {
  const story = room()
  story.live('spe')
  const id = story.stream('spe')
  const stream = { id, userId: 'spe', kind: 'camera' } as const
  expect(story.run('spe', { k: 'live', d: { stream, carrier: { by: 'c2' } } })).toBe('carried')
  expect(story.run('spe', { k: 'dark', d: { id, by: 'c1' } })).toBe('')
  expect(story.run('spe', { k: 'dark', d: { id, by: 'c2' } })).toBe('streamRemoved')
})

const PEOPLE: Record<string, Role> = { ann: 'anchor', zoe: 'anchor', bob: 'audience', cat: 'audience', dan: 'audience' }
const user = fc.constantFrom(...Object.keys(PEOPLE))
/** One of them is not there. */
const seat = fc.integer({ min: 0, max: 2 })
const role = fc.constantFrom<Role>('anchor', 'speaker', 'audience', 'admin')
const requestId = fc.integer({ min: 1, max: 60 }).map((n) => `id${n}`)

const step = fc.tuple(
  user,
  fc.oneof(
    fc
      .option(seat, { nil: undefined })
      .map((wish): RoomCommand => ({ k: 'mic.req', d: { media: 'video', seat: wish } })),
    fc.tuple(seat, user).map(([to, who]): RoomCommand => ({ k: 'seat.move', d: { to, user: who } })),
    seat.map((to): RoomCommand => ({ k: 'seat.move', d: { to } })),
    fc.tuple(seat, fc.boolean()).map(([i, locked]): RoomCommand => ({ k: 'seat', d: { i, locked } })),
    fc
      .tuple(fc.option(user, { nil: undefined }), fc.boolean())
      .map(([who, on]): RoomCommand => ({ k: 'silence', d: { user: who, on } })),
    fc.tuple(user, role).map(([who, next]): RoomCommand => ({ k: 'role', d: { user: who, role: next } })),
    user.map((who): RoomCommand => ({ k: 'host', d: { user: who } })),
    ...(['mic.acc', 'mic.rej', 'mic.cancel', 'expire'] as const).map((k) =>
      requestId.map((id): RoomCommand => ({ k, d: { id } })),
    ),
    user.map((who): RoomCommand => ({ k: 'mic.inv', d: { user: who } })),
    user.map((who): RoomCommand => ({ k: 'mic.end', d: { user: who } })),
    user.map((who): RoomCommand => ({ k: 'kick', d: { user: who } })),
    user.map((who): RoomCommand => ({ k: 'ban', d: { user: who, seconds: 60 } })),
    user.map((who): RoomCommand => ({ k: 'unban', d: { user: who } })),
    fc.constantFrom<RoomCommand>({ k: 'close', d: {} }, { k: 'issue', d: { audio: true, video: false } }),
    fc.constantFrom<RoomCommand>({ k: 'exit', d: { why: 'lost' } }, { k: 'mic.end', d: {} }),
    fc.constant('enter' as const),
    fc.constant('live' as const),
  ),
)

const hostsOf = ({ state }: Story): string[] =>
  Array.from(state.users.values()).flatMap((one) => (rightsOf(state, one).host ? [one.id] : []))

/** What must hold after every event, whatever was tried in whatever order. */
function invariants(story: Story): void {
  const { state } = story
  const seated = state.seats.flatMap((seat) => (seat.userId === null ? [] : [seat.userId]))
  const waiting = Array.from(state.requests.values(), (request) => request.userId)
  expect(new Set(seated).size).toBe(seated.length)
  expect(new Set(waiting).size).toBe(waiting.length)
  for (const person of [...seated, ...waiting]) expect(state.users.has(person)).toBe(true)
  for (const person of seated) expect(waiting).not.toContain(person)
  for (const one of state.users.values()) {
    const { publish, host, link } = rightsOf(state, one)
    expect(one.silenced && (host || !publish)).toBe(false)
    expect(one.silenced).toBe(state.silenced.has(one.id))
    if (seated.includes(one.id) || waiting.includes(one.id)) expect(link).toBe(true)
  }
  for (const stream of state.streams.values()) {
    const publisher = state.users.get(stream.userId)
    expect(publisher && rightsOf(state, publisher).publish).toBe(true)
    expect(streamsOf(state, stream.userId)).toHaveLength(1)
    expect(state.carriers.has(stream.id)).toBe(true)
  }
  for (const [id, grant] of state.grants) {
    const holder = state.users.get(id)
    expect(holder && rightsOf(state, holder).publish && grant.userId === id).toBe(true)
  }
}

test('in any order of any commands: one seat a person, no ghosts, no stream without the right', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const story = new Story()
      for (const person of Object.keys(PEOPLE)) story.enter(person, PEOPLE[person] as Role)
      for (const [actor, command] of steps) {
        const hosts = hostsOf(story)
        const before = story.log.length
        if (command === 'enter') story.enter(actor, PEOPLE[actor] as Role)
        else if (command === 'live') story.live(actor)
        else story.run(actor, command)
        invariants(story)
        // Without a host the room is only when the last one went.
        const gone = story.log
          .slice(before)
          .some((event) => event.k === 'closed' || (event.k === 'userLeft' && hosts.includes(event.d.userId)))
        expect(hosts.length > 0 && hostsOf(story).length === 0 && !gone).toBe(false)
      }
      const again = emptyState(2)
      for (const event of story.log) evolve(again, event)
      expect(again).toEqual(story.state)
      expect(loadState(JSON.parse(JSON.stringify(dumpState(story.state))), 2)).toEqual(story.state)
      settledOnce(story.log)
    }),
    { numRuns: 300 },
  )
})

/** Every request ends at most once, every link that began ends at most once before it begins again. */
function settledOnce(log: LogEvent[]): void {
  const settled = log.flatMap((event) => (event.k === 'linkSettled' ? [event.d.requestId] : []))
  expect(new Set(settled).size).toBe(settled.length)
  const linked = new Set<string>()
  for (const event of log) {
    if (event.k === 'linkStarted') expect(linked.has(event.d.userId)).toBe(false)
    if (event.k === 'linkStarted') linked.add(event.d.userId)
    if (event.k === 'closed') linked.clear()
    if (event.k === 'linkEnded') expect(linked.delete(event.d.userId)).toBe(true)
  }
}
