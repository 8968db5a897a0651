import type { Entry } from '../../src/room/log'
import { webhookEvents } from '../../src/webhooks/events'
import type { EventBody, Stream, User } from '../../src/wire'

const USER: User = { id: 'ann', name: 'Ann', role: 'anchor', muted: false, silenced: false, joinedAt: 1 }
const STREAM: Stream = { id: 'ann~1', userId: 'ann', kind: 'camera', audio: true, video: true, startedAt: 1 }
const joined: EventBody = { k: 'userJoined', d: USER }
const left: EventBody = { k: 'userLeft', d: { userId: 'ann' } }

function told(bodies: EventBody[], users = 0, streams = 0) {
  const events = bodies.map((body, index) => ({ s: index + 1, at: 5, u: 'ann', ...body }))
  const entries: Entry[] = [{ at: 5, events }]
  const many = (count: number) => new Map(Array.from({ length: count }, (_, i) => [`${i}`, {} as never]))
  return webhookEvents(entries, { room: 'r', epoch: 'E', state: { users: many(users), streams: many(streams) } })
}

const brief = (events: ReturnType<typeof told>) => events.map(({ id, type }) => `${id} ${type}`)

test('who comes first opens, who goes last empties, with ids of their own', () => {
  expect(brief(told([joined], 1))).toEqual(['r.E.1o room.opened', 'r.E.1 user.joined'])
  expect(brief(told([joined], 2))).toEqual(['r.E.1 user.joined'])
  expect(brief(told([left], 0))).toEqual(['r.E.1 user.left', 'r.E.1e room.emptied'])
  expect(brief(told([left], 0, 1))).toEqual(['r.E.1 user.left'])
  expect(brief(told([{ k: 'streamAdded', d: STREAM }], 0, 1))).toEqual(['r.E.1o room.opened', 'r.E.1 stream.started'])
})

test('a whole life in one batch', () => {
  const removed: EventBody = { k: 'streamRemoved', d: { streamId: 'ann~1' } }
  expect(brief(told([joined, { k: 'streamAdded', d: STREAM }, removed, left]))).toEqual([
    'r.E.1o room.opened',
    'r.E.1 user.joined',
    'r.E.2 stream.started',
    'r.E.3 stream.ended',
    'r.E.4 user.left',
    'r.E.4e room.emptied',
  ])
})

test('what each says', () => {
  const said = { name: 'Ann', m: 'pk:1' }
  const data = told(
    [
      { k: 'linkStarted', d: { userId: 'bob', seat: 2 } },
      { k: 'linkEnded', d: { userId: 'bob', seat: 2, reason: 'ended' } },
      { k: 'kick', d: { userId: 'bob' } },
      { k: 'ban', d: { userId: 'bob', until: 9 } },
      { k: 'unban', d: { userId: 'bob' } },
      { k: 'closed', d: {} },
      { k: 'chat', d: { text: 'hi', ...said } },
      { k: 'command', d: { command: 'draw', data: { x: 1 }, to: ['bob'], ...said } },
    ],
    1,
  ).map((event) => event.data)
  expect(data).toEqual([
    { userId: 'bob', seat: 2 },
    { userId: 'bob', seat: 2, reason: 'ended' },
    { userId: 'bob', by: 'ann' },
    { userId: 'bob', by: 'ann', until: 9 },
    { userId: 'bob', by: 'ann' },
    { by: 'ann' },
    { kind: 'chat', userId: 'ann', name: 'Ann', text: 'hi' },
    { kind: 'command', userId: 'ann', name: 'Ann', command: 'draw', data: { x: 1 }, to: ['bob'] },
  ])
})

test('what is internal to gateways or of no concern to backends is not told', () => {
  const internal = { k: 'issued', d: { id: 'ann~1', userId: 'ann', audio: true, video: true, turn: 1 } }
  expect(told([internal as never, { k: 'userUpdated', d: USER }], 1)).toEqual([])
})
