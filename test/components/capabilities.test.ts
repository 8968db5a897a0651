/** What a provider lacks is nowhere on the page: every component, with each capability switched off, and all at once. */
// Above the imports: they load the core.
jest.mock('../../src/room/room', () => ({
  createRoom: () => {
    const room = new FakeRoom()
    mockMade.push(room)
    return room
  },
}))
import path from 'node:path'
import { ALL_CAPABILITIES } from '../../src/provider/capabilities'
import type { Capabilities, LinkRequest } from '../../src/provider/types'
import { removeRoom } from '../../store/registry'
import { FakeRoom, user } from '../support/fake-room'
import {
  expectNoErrors,
  load,
  type Node,
  type Rendered,
  render,
  ROOT,
  settle as rest,
  wxApi,
} from '../support/simulate'
import { TICK_MS } from '../../components/shared/binding'

const mockMade: FakeRoom[] = []
wxApi.setKeepScreenOn = () => undefined
const whole = load(path.join(ROOT, 'test/support/pages/whole/index'))

// What ticks is not even looked at between two flushes: here each change finds one due.
const realNow = Date.now
let ahead = 0
beforeAll(() => void jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead))
afterAll(() => jest.restoreAllMocks())

async function settle(): Promise<void> {
  await rest()
  ahead += 2 * TICK_MS
}

type Ability = Exclude<keyof Capabilities, 'maxPlayers'>
const NONE = Object.fromEntries(Object.keys(ALL_CAPABILITIES).map((name) => [name, false])) as unknown as Capabilities

/** Ann waits, Bob sits and publishes, Cyd speaks, Dan watches. */
const REQUEST: LinkRequest = {
  ...{ id: 'l1', from: 'audience', userId: 'ann', name: 'Ann', media: 'video' },
  ...{ createdAt: 1, expiresAt: 9e15 },
}

/** A room as the host sees it, in which everything is going on. */
async function entered(): Promise<{ node: Rendered; room: FakeRoom }> {
  mockMade.length = 0
  const node = render(whole, { lang: 'en', theme: 'auto' })
  await settle()
  const room = mockMade[0] as FakeRoom
  room.session.set({ rights: { publish: true, chat: true, link: true, host: true, moderate: true } })
  room.enter(['bob', 'cyd'], user('me', { name: 'Me', role: 'anchor' }))
  room.users.set([
    user('me', { name: 'Me', role: 'anchor' }),
    ...[user('ann', { name: 'Ann' }), user('bob', { name: 'Bob' }), user('dan', { name: 'Dan' })],
    user('cyd', { name: 'Cyd', role: 'speaker' }),
  ])
  const seats = [0, 1].map((index) => ({ index, userId: index ? null : 'bob', locked: false }))
  room.link.set({ requests: [REQUEST], seats, active: true })
  await settle()
  return { node, room }
}

interface Json {
  attrs?: Array<{ name: string; value: unknown }>
  children?: Array<Json | string>
}

/** What can be read, seen or heard. */
function words(tree: Json | string): string[] {
  if (typeof tree === 'string') return [tree]
  const labels = (tree.attrs ?? []).filter(({ name }) => name === 'ariaLabel').map(({ value }) => String(value))
  return [...labels, ...(tree.children ?? []).flatMap(words)].filter(Boolean)
}

/** Everything on the page, with what is behind a tap on each person and each seat, one after another. */
async function told(node: Node): Promise<Set<string>> {
  const found = new Set(words(node.toJSON() as Json))
  for (const what of ['.people >>> .manage', '.mics >>> .seat']) {
    for (let at = 0; at < node.querySelectorAll(what).length; at++) {
      node.querySelectorAll(what)[at]?.dispatchEvent('tap')
      await settle()
      words(node.toJSON() as Json).forEach((word) => found.add(word))
      // Asks once more, and how long.
      node.querySelector('.people >>> .kick')?.dispatchEvent('tap')
      await settle()
      words(node.toJSON() as Json).forEach((word) => found.add(word))
      node.querySelectorAll(what)[at]?.dispatchEvent('tap')
      await settle()
    }
  }
  // What ticks.
  return new Set([...found].filter((word) => !/^\d+s$/.test(word)))
}

afterEach(() => {
  removeRoom('default')
  expectNoErrors()
})

/** What goes with each, besides names: exhaustive by type. What is on the page either way is not here. */
const GONE: Record<Ability, readonly string[]> = {
  chat: ['Emoji', 'Mute chat', 'Say something…', 'Send'],
  barrage: [],
  like: ['Like, 0 so far'],
  gift: ['Gifts'],
  // The app's own: no component sends any.
  command: [],
  link: [
    ...['Accept', 'Chosen', 'Decline', 'Free', 'Hang up', 'Invite to join', 'Lock', 'Mute', 'Requests'],
    ...['Seat 1', 'Seat 2', 'Tap a free seat to move', 'Words for whom you decline (optional)'],
  ],
  seats: ['Free', 'Lock', 'Seat 2', 'Tap a free seat to move'],
  moderate: ['Cancel', 'Just remove', 'Keep out 1 day', 'Keep out 1 hour', 'Keep out for good', 'Mute chat', 'Remove'],
  ban: ['Just remove', 'Keep out 1 day', 'Keep out 1 hour', 'Keep out for good'],
  // The page's own button: no component closes a room.
  close: [],
  silence: ['Mute', 'Mute all', 'Mute mic'],
  roles: ['Make audience', 'Make host', 'Make speaker'],
}

/** `Mute chat, Bob` is `Mute chat`, of whomever. */
const bare = (found: Set<string>) =>
  new Set([...found].flatMap((word) => (word === 'Like, 0 so far' ? word : word.split(', '))))

async function lost(node: Node, room: FakeRoom, capabilities: Capabilities): Promise<string[]> {
  const before = bare(await told(node))
  room.session.set({ capabilities })
  await settle()
  const after = bare(await told(node))
  return [...before].filter((word) => !after.has(word) && word !== '2' && word !== 'Close').sort()
}

test.each(Object.keys(GONE) as Ability[])('without %s, what needs it is gone and the rest stays', async (ability) => {
  const { node, room } = await entered()
  expect(await lost(node, room, { ...ALL_CAPABILITIES, [ability]: false })).toEqual([...GONE[ability]].sort())
  // Looking did nothing.
  expect(room.calls.filter(([call]) => !/^(join|player|pusher)/.test(call))).toEqual([])
  node.leave()
})

test('without anything but media, no button is left that needs more, for the host and for who watches', async () => {
  const { node, room } = await entered()
  const none = [...new Set(Object.values(GONE).flat())]
  expect(await lost(node, room, { ...NONE, maxPlayers: 6 })).toEqual(expect.arrayContaining(none.sort()))
  room.session.set({ rights: { publish: false, chat: false, link: false, host: false, moderate: false } })
  room.link.set({ requests: [], seats: [], active: false })
  await settle()
  const left = bare(await told(node))
  expect(none.filter((word) => left.has(word))).toEqual([])
  // What is left is the picture, the people, the figures.
  expect([...left]).toEqual(expect.arrayContaining(['Bob', 'People', 'Network fair']))
  node.leave()
})

test('what flies over the picture needs barrage or chat, and one is enough', async () => {
  const { node, room } = await entered()
  node.setData({ mode: 'barrage' })
  const write = async (change: Partial<Capabilities>) => {
    room.session.set({ capabilities: { ...ALL_CAPABILITIES, ...change } })
    await settle()
    return (await told(node)).has('Say something…')
  }
  expect(await write({ chat: false })).toBe(true)
  expect(await write({ barrage: false })).toBe(true)
  expect(await write({ chat: false, barrage: false })).toBe(false)
  node.leave()
})

test('gifts need no chat', async () => {
  const { node, room } = await entered()
  room.session.set({ capabilities: { ...NONE, gift: true, maxPlayers: 6 } })
  await settle()
  node.querySelector('.chat >>> .open-gifts')?.dispatchEvent('tap')
  await settle()
  expect([...(await told(node))]).toContain('Gifts, Close')
  node.leave()
})

test('before a room is entered nobody knows, and the field waits', async () => {
  const node = render(whole, { lang: 'en', theme: 'auto' })
  await settle()
  expect([...(await told(node))]).toContain('Chat opens once connected')
  node.leave()
})
