/** Every component on one page: a language of a team's own, forced themes, and a room that ends while everything is open. */
// Above the imports: they load the core.
jest.mock('../../src/room/room', () => ({
  createRoom: () => {
    const room = new FakeRoom()
    mockMade.push(room)
    return room
  },
}))
import path from 'node:path'
import { expectNoErrors, load, type Node, render, ROOT, settle, wxApi } from '../support/simulate'
import * as messages from '../../components/shared/messages'
import { removeRoom } from '../../store/registry'
import { FakeRoom, user } from '../support/fake-room'

const mockMade: FakeRoom[] = []
wxApi.setKeepScreenOn = () => undefined
const whole = load(path.join(ROOT, 'test/support/pages/whole/index'))

afterEach(() => {
  removeRoom('default')
  expectNoErrors()
})

async function entered(properties: Record<string, unknown>) {
  mockMade.length = 0
  const node = render(whole, properties)
  await settle()
  const room = mockMade[0] as FakeRoom
  const host = { publish: true, chat: true, link: true, host: true, moderate: true }
  room.session.set({ rights: host })
  room.enter(['bob', '4'], user('me', { name: '1', role: 'anchor' }))
  room.users.set([user('me', { name: '1', role: 'anchor' }), user('bob', { name: '2' }), user('4', { name: '3' })])
  await settle()
  return { node, room }
}

interface Json {
  attrs?: Array<{ name: string; value: unknown }>
  children?: Array<Json | string>
}

/** What is on screen and what is read out. */
function words(tree: Json | string): string[] {
  if (typeof tree === 'string') return [tree]
  const labels = (tree.attrs ?? []).filter(({ name }) => name === 'ariaLabel').map(({ value }) => String(value))
  return [...labels, ...(tree.children ?? []).flatMap(words)]
}

const told = (node: Node) => words(node.toJSON() as Json)

test('a language of a team reaches every word of every component, and a theme every root', async () => {
  messages.extendMessages('xx', { 'common.retry': '‹common.retry›' })
  const { findMessage } = messages
  const table = jest
    .spyOn(messages, 'findMessage')
    .mockImplementation((lang, key) => (lang === 'xx' && key !== 'common.retry' ? `‹${key}›` : findMessage(lang, key)))
  const { node, room } = await entered({ lang: 'xx', theme: 'dark' })
  // Names here are digits; what is left in letters was in no table.
  const foreign = () => told(node).filter((text) => /\p{L}{2}/u.test(text.replace(/‹[^›]*›/g, '')))
  expect(told(node).filter((text) => text.includes('‹')).length).toBeGreaterThan(40)
  expect(foreign()).toEqual([])
  room.session.set({ connection: { state: 'left', reason: 'replaced' } })
  await settle()
  expect(told(node)).toContain('‹error.replaced›')
  expect(foreign()).toEqual([])
  table.mockRestore()
  for (const theme of ['dark', 'light', 'auto']) {
    node.setData({ lang: 'zh', theme })
    await settle()
    const html = node.dom?.innerHTML ?? ''
    const roots = html.match(/lm-root/g) ?? []
    expect(roots.length).toBeGreaterThanOrEqual(9)
    expect(html.match(/lm-theme-\w+/g)).toEqual(roots.map(() => `lm-theme-${theme}`))
  }
  expect(told(node)).toContain('账号已在其他设备进入房间')
  node.leave()
})

test('a room that ends while panels are open: nothing throws, nothing stays open, all of it can begin again', async () => {
  const { node, room } = await entered({ lang: 'en', theme: 'auto' })
  const { rights } = room.session.snapshot
  for (const reason of ['kicked', 'room-closed', 'token-expired', 'refused', 'left'] as const) {
    node.querySelector('.chat >>> .open-emoji')?.dispatchEvent('tap')
    await settle()
    expect(told(node)).toContain('Backspace')
    room.session.set({ connection: { state: 'left', reason }, rights: { ...rights, publish: false } })
    room.users.set([])
    room.streams.set([])
    await settle()
    expect(node.dom?.innerHTML).toContain('lr-panel')
    expect(told(node)).not.toContain('Backspace')
    expect(told(node)).toEqual(
      expect.arrayContaining([
        'Chat opens once connected',
        'Enter the room to see who is here',
        'The stream has ended',
      ]),
    )
    room.session.set({ rights })
    room.enter(['bob'])
    await settle()
    expect(node.dom?.innerHTML).not.toContain('lr-panel')
    expect(told(node)).toContain('name-bob')
    // Comes back with the room, shut: a panel is opened by a person.
    expect(told(node)).not.toContain('Backspace')
  }
  node.leave()
})
