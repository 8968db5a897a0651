/** Clouds that are joined by a live-pusher (TRTC): whose tag it is, what it starts and when it stops. */
// Above the imports: they load the core.
jest.mock('../../src/room/room', () => ({
  createRoom: () => {
    const room = new FakeRoom()
    mockMade.push(room)
    return room
  },
}))
import path from 'node:path'
import type { PusherDevice, PusherSnapshot } from '../../src/media/types'
import { removeRoom } from '../../store/registry'
import { FakeRoom } from '../support/fake-room'
import {
  attr,
  expectNoErrors,
  load,
  native,
  type Node,
  render,
  type Rendered,
  ROOT,
  settle,
  wxApi,
} from '../support/simulate'

const mockMade: FakeRoom[] = []
wxApi.setKeepScreenOn = () => undefined
const id = load(path.join(ROOT, 'test/support/pages/carrier/index'))

const ADDRESS = 'room://cloud.example.com/rtc?userid=me'

let page: Rendered
let room: FakeRoom
/** What the page's live-pusher was told. */
let asked: string[]
/** Methods of it that fail. */
let broken: string[]
/** Stops that take their time: what ends each. */
let stopping: Array<() => void> | undefined

beforeEach(() => {
  asked = []
  broken = []
  stopping = undefined
  mockMade.length = 0
  const method = (name: string) => (options: { success(): void; fail(e: object): void }) => {
    asked.push(name)
    if (broken.includes(name)) options.fail({ errMsg: `${name}:fail` })
    else if (name === 'stop' && stopping) stopping.push(options.success)
    else options.success()
  }
  const names = ['start', 'stop', 'startPreview']
  wx.createLivePusherContext = () => Object.fromEntries(names.map((name) => [name, method(name)])) as never
})

afterEach(async () => {
  page.leave()
  await settle()
  removeRoom('default')
  expect(room.listenerCount).toBe(0)
  expectNoErrors()
})

/** A page whose room is being joined. */
async function joining(properties: Record<string, unknown> = { panel: true }): Promise<void> {
  page = render(id, properties)
  await settle()
  room = mockMade[0] as FakeRoom
  room.session.set({ connection: { state: 'joining' } })
  await carrier(ADDRESS)
}

async function carrier(url: string | undefined): Promise<void> {
  room.session.set({ carrier: url === undefined ? undefined : { url, attributes: {} } })
  await settle()
}

async function right(publish: boolean): Promise<void> {
  room.session.set({ rights: { publish, chat: true, link: true, host: publish, moderate: publish } })
  await settle()
}

async function pusher(change: Partial<PusherSnapshot>): Promise<void> {
  room.pusher.set(change)
  await settle()
}

/** What the driver does for a stream of mine, at that address. */
async function onAir(url: string): Promise<void> {
  const { attributes } = room.pusher.snapshot
  await pusher({ streamId: 'me_main', state: { phase: 'starting' }, attributes: { ...attributes, url, mode: 'RTC' } })
  await device().start()
  await pusher({ state: { phase: 'live' } })
}

const device = () => room.callsOf('pusher.mount')[0]?.[0] as PusherDevice
const own = (): Node | undefined => page.querySelector('.panel')?.querySelector('.picture')
const hidden = (): Node | undefined => page.querySelector('.room')?.querySelector('.lr-pusher')
const attrs = (node: Node | undefined, ...names: string[]) => names.map((name) => attr(node, name))
const errors = () => page.data.errors

test("the panel's own tag joins: once, unseen, with neither camera nor microphone nor preview", async () => {
  await joining()
  expect(attrs(own(), 'url', 'mode', 'autopush', 'enableCamera', 'enableMic')).toEqual([
    ADDRESS,
    'RTC',
    false,
    false,
    false,
  ])
  expect(hidden()).toBeUndefined()
  expect(page.querySelector('.panel')?.querySelector('.away')).toBeDefined()
  native(own(), 'statechange', { code: 1018 })
  room.enter()
  await right(true)
  expect(asked).toEqual(['start'])
  expect(room.callsOf('pusher.native')).toEqual([['statechange', { code: 1018 }]])
})

test("without a panel live-room's hidden tag joins; a panel that comes takes it over, and gives it back", async () => {
  await joining({ panel: false })
  expect(attrs(hidden(), 'url', 'enableCamera', 'enableMic')).toEqual([ADDRESS, false, false])
  expect(own()).toBeUndefined()
  native(hidden(), 'statechange', { code: 1018 })
  expect(room.callsOf('pusher.native')).toEqual([['statechange', { code: 1018 }]])
  expect(asked).toEqual([])
  page.setData({ panel: true })
  await settle()
  expect([hidden(), attr(own(), 'url'), asked]).toEqual([undefined, ADDRESS, ['start']])
  page.setData({ panel: false })
  await settle()
  expect([own(), attr(hidden(), 'url')]).toEqual([undefined, ADDRESS])
})

test('a viewer who publishes later: the same tag stops, gets camera and microphone, and starts; and back', async () => {
  await joining()
  const tag = own()?.instance
  room.enter()
  await right(true)
  await onAir(`${ADDRESS}&again`)
  expect(asked).toEqual(['start', 'stop', 'start'])
  expect(attrs(own(), 'url', 'enableCamera', 'enableMic')).toEqual([`${ADDRESS}&again`, true, true])
  await device().stop()
  await pusher({ streamId: '', state: { phase: 'stopped' } })
  expect(asked).toEqual(['start', 'stop', 'start', 'stop', 'start'])
  expect(attrs(own(), 'url', 'enableCamera', 'enableMic')).toEqual([ADDRESS, false, false])
  expect(own()?.instance).toBe(tag)
  expect(errors()).toEqual([])
})

test('a stream starts once the tag has stopped carrying, not before', async () => {
  await joining()
  room.enter()
  await right(true)
  stopping = []
  const started = onAir(`${ADDRESS}&mine`)
  await settle()
  await settle()
  expect(asked).toEqual(['start', 'stop'])
  stopping.forEach((end) => end())
  await started
  expect(asked).toEqual(['start', 'stop', 'start'])
})

test('who publishes at once starts twice, and never two tags', async () => {
  await joining({ panel: true, auto: true })
  room.enter()
  await right(true)
  expect(room.callsOf('pusher.publish')).toHaveLength(1)
  await onAir(`${ADDRESS}&mine`)
  expect(asked).toEqual(['start', 'stop', 'start'])
  // A stream of mine carries the room: another address of it is the driver's to start.
  await carrier(`${ADDRESS}&fresh`)
  expect([asked.length, attr(own(), 'url'), hidden()]).toEqual([3, `${ADDRESS}&mine`, undefined])
})

test('leaving stops it, once; the tag stays and starts no preview', async () => {
  await joining()
  const tag = own()?.instance
  room.enter()
  await carrier(undefined)
  room.session.set({ connection: { state: 'left', reason: 'left' } })
  await settle()
  expect(asked).toEqual(['start', 'stop'])
  expect(own()?.instance).toBe(tag)
})

test('a room that is lost stops it, another address starts it again', async () => {
  await joining()
  room.enter()
  await carrier('')
  expect(asked).toEqual(['start', 'stop'])
  await carrier(`${ADDRESS}&fresh`)
  expect([asked, attr(own(), 'url')]).toEqual([['start', 'stop', 'start'], `${ADDRESS}&fresh`])
  // The network changed, and the SDK had the next address at once.
  await carrier(`${ADDRESS}&later`)
  expect(asked.slice(3)).toEqual(['stop', 'start'])
})

test('before 1018, whatever the tag says reaches the room as it came', async () => {
  await joining()
  native(own(), 'statechange', { code: -100018, message: 'usersig' })
  native(own(), 'error', { errCode: -3301, errMsg: 'enter room' })
  native(own(), 'netstatus', { info: { netSpeed: 0 } })
  expect(room.callsOf('pusher.native')).toEqual([
    ['statechange', { code: -100018, message: 'usersig' }],
    ['error', { errCode: -3301, errMsg: 'enter room' }],
    ['netstatus', { info: { netSpeed: 0 } }],
  ])
})

test('a tag that does not start says so', async () => {
  broken = ['start']
  await joining()
  expect(errors()).toEqual(['device-failed'])
})

test('a tag that does not stop says so, and starts all the same', async () => {
  await joining()
  room.enter()
  await right(true)
  broken = ['stop']
  await carrier(`${ADDRESS}&fresh`)
  expect([asked, errors()]).toEqual([['start', 'stop', 'start'], ['device-failed']])
  await onAir(`${ADDRESS}&mine`)
  expect(asked.slice(3)).toEqual(['stop', 'start'])
  expect(errors()).toEqual(['device-failed', 'device-failed'])
})
