// Above the imports: they load the core.
jest.mock('../../src/room/room', () => ({
  createRoom: () => {
    const room = new FakeRoom()
    mockMade.push(room)
    return room
  },
}))
import path from 'node:path'
import { expectNoErrors, load, render, ROOT, settle, spySetData, wxApi } from '../support/simulate'
import { TICK_MS } from '../../components/shared/binding'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom } from '../support/fake-room'

const mockMade: FakeRoom[] = []

const spy = spySetData()
wxApi.setKeepScreenOn = () => undefined
const scene = load(path.join(ROOT, 'test/support/pages/live/index'))

afterEach(() => {
  for (const key of ['default', 'two']) removeRoom(key)
  expectNoErrors()
})

async function entered(others: string[]) {
  mockMade.length = 0
  const node = render(scene)
  await settle()
  const room = mockMade[0] as FakeRoom
  room.enter(others)
  await settle()
  return { node, room }
}

test('parts inside find the room, whatever it is named; parts outside do not', async () => {
  const { node, room } = await entered(['a', 'b'])
  expect(getRoom('two').streamIds).toEqual(['s-a', 's-b'])
  expect(node.querySelector('.grid')?.data.ids).toEqual(['s-a', 's-b'])
  expect(node.querySelector('.outside')?.data.ids).toEqual([])
  room.pusher.set({ grade: 2 })
  await settle()
  expect(node.querySelector('.mine')?.dom?.innerHTML).toContain('qb-bad')
  node.leave()
  const over = room.calls.map(([name]) => name).filter((name) => name.startsWith('player.unmount') || name === 'leave')
  expect(over.sort()).toEqual(['leave', 'player.unmount:s-a', 'player.unmount:s-b'])
  expect(room.listenerCount).toBe(0)
})

test('a hidden page costs nothing, and is right when it is back', async () => {
  const { node, room } = await entered(['a', 'b', 'c'])
  node.triggerPageLifeTime('hide')
  spy.clear()
  for (let round = 1; round <= 5; round++) {
    for (const id of ['a', 'b', 'c']) room.player(`s-${id}`).set({ volume: round * 10, grade: 5 })
    await settle()
  }
  expect(spy.calls).toEqual([])
  const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + TICK_MS)
  node.triggerPageLifeTime('show')
  later.mockRestore()
  expect([node.querySelector('.grid')?.data.speaks, node.querySelector('.grid')?.data.grades]).toEqual([
    [1, 1, 1],
    [5, 5, 5],
  ])
  node.leave()
})
