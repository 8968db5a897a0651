import { LiveError } from '../../src/errors'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, stream } from '../support/fake-room'
import { attr, collect, expectNoErrors, load, render, spySetData, wxApi, type Rendered } from '../support/simulate'

const spy = spySetData()
const id = load('stats-panel')
const before = { ...wxApi }
let room: FakeRoom
let part: Rendered
let events: ReturnType<typeof collect>

beforeEach(() => {
  jest.useFakeTimers()
  room = new FakeRoom()
  getRoom().attach(room)
  room.enter(['amy'])
})

afterEach(async () => {
  part.leave()
  removeRoom('default')
  await pass(0)
  expect(room.listenerCount).toBe(0)
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
  Object.assign(wxApi, before)
  expectNoErrors()
})

/** Lets so many ms pass, and whatever waits for the next tick. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms + 5)

async function show(properties: Record<string, unknown> = {}): Promise<void> {
  part = render(id, { lang: 'en', ...properties })
  events = collect(part, 'toggle', 'copy', 'error')
  await pass(300)
}

async function tap(selector: string, index = 0): Promise<void> {
  const node = part.querySelectorAll(selector)[index]
  if (!node) throw new Error(`no ${selector} on screen`)
  node.dispatchEvent('tap')
  await pass(300)
}

const text = () => part.querySelector('.lm-root')?.dom?.textContent ?? ''
const folds = () => part.querySelectorAll('.fold').map((node) => attr(node, 'ariaLabel'))
const texts = (selector: string) => part.querySelectorAll(selector).map((node) => node.dom?.textContent ?? '')
/** name -> value of what is unfolded. */
function figures(): Record<string, string> {
  const values = texts('.value')
  return Object.fromEntries(texts('.name').map((name, index) => [name, values[index] ?? '']))
}

test('folded by default: one title, and figures that tick cost nothing', async () => {
  await show()
  expect(text()).toBe('Figures')
  expect(attr(part.querySelector('.toggle'), 'ariaLabel')).toBe('Figures')
  spy.clear()
  room.player('s-amy').set({ stats: { videoFPS: 12 }, volume: 40 })
  await pass(5000)
  expect(spy.calls).toEqual([])
})

test('unfolds to sections with a summary each, the room’s figures first', async () => {
  room.session.set({
    network: 'weak',
    likes: 7,
    rights: { publish: false, chat: true, link: true, host: false, moderate: false },
  })
  await show()
  await tap('.toggle')
  expect(attr(part.querySelector('.toggle'), 'ariaLabel')).toBe('Figures, Close')
  expect(events).toEqual([['toggle', { open: true }]])
  expect(folds()).toEqual([
    'Room, joined, Close',
    expect.stringContaining('Phone, '),
    'Last error, -',
    'Publishing, idle · HD · 0/5',
    'name-amy, idle · live · 0/5',
  ])
  expect(figures()).toEqual({
    connection: 'joined',
    room: 'r1',
    network: 'weak',
    online: '2',
    likes: '7',
    me: 'me',
    role: 'audience',
    rights: 'chat link',
  })
})

test('the native codes of a tag, the latest first, in words; nothing is sent for them while folded', async () => {
  wxApi.getAppBaseInfo = () => ({ SDKVersion: '3.15.1' })
  await show()
  spy.clear()
  room.pusher.codes.push({ code: 1002, at: 1_000 }, { code: 1104, at: 2_500 })
  room.player('s-amy').codes.push({ code: -7, at: 0 })
  await pass(3000)
  expect(spy.calls).toEqual([])
  await tap('.toggle')
  await tap('.fold', 3)
  const rows = Object.entries(figures()).slice(-2)
  expect(rows[0]).toEqual([expect.stringMatching(/^\d\d:\d\d:02\.500 1104$/), expect.stringMatching(/\(warning\)$/)])
  expect(rows[1]).toEqual([expect.stringMatching(/:01\.000 1002$/), 'PUSH_BEGIN (info)'])
  await tap('.fold', 4)
  expect(Object.entries(figures()).at(-1)).toEqual([expect.stringMatching(/ -7$/), 'UNKNOWN (info)'])
})

test('a stream: state, attempt, mode, cache, netstatus, and what each figure is worth', async () => {
  await show({ open: true })
  await tap('.fold', 4)
  room.player('s-amy').set({
    state: { phase: 'retrying', attempt: 3 },
    grade: 2,
    stats: { videoFPS: 6, videoBitrate: 800, netJitter: 40 },
  })
  await pass(1300)
  expect(folds()[4]).toBe('name-amy, retrying 3 · live · 2/5, Close')
  expect(figures()).toMatchObject({
    streamId: 's-amy',
    video: 'true',
    phase: 'retrying',
    attempt: '3',
    mode: 'live',
    minCache: '1',
    maxCache: '3',
    grade: '2/5',
    videoFPS: '6 fps (2/5)',
    netJitter: '40  (5/5)',
    videoBitrate: '800',
  })
  room.player('s-amy').set({ state: { phase: 'failed', reason: 'play-failed', code: -2301 } })
  await pass(1300)
  expect(figures()).toMatchObject({ reason: 'play-failed', code: '-2301' })
})

test('what I publish, judged as a pusher’s figures', async () => {
  await show({ open: true })
  await tap('.fold', 3)
  room.pusher.set({ state: { phase: 'live' }, stats: { videoCache: 40 }, grade: 1 })
  await pass(1300)
  expect(figures()).toMatchObject({ phase: 'live', enableCamera: 'true', videoCache: '40 frames (2/5)', fps: '15' })
})

test('an address is nowhere: not on screen, not in the text', async () => {
  room.pusher.set({ attributes: { ...room.pusher.snapshot.attributes, url: 'rtmp://x/live?sign=secret' } })
  const { attributes } = room.player('s-amy').snapshot
  room.player('s-amy').set({ attributes: { ...attributes, src: 'http://x/y.flv?sign=secret' } })
  wxApi.setClipboardData = ({ success }: { success(): void }) => success()
  await show({ open: true })
  await tap('.fold', 4)
  expect(text()).not.toContain('secret')
  await tap('.copy')
  expect(JSON.stringify(events)).not.toContain('secret')
})

test('ticks once a second at most, by paths, and not at all while hidden', async () => {
  await show({ open: true })
  await tap('.fold', 4)
  const { stats } = room.player('s-amy').snapshot
  room.player('s-amy').set({ stats: { ...stats, videoFPS: 1 } })
  await pass(1300)
  spy.clear()
  for (let i = 0; i < 30; i += 1) {
    room.player('s-amy').set({ stats: { videoFPS: 20 + i } })
    await pass(95)
  }
  const sent = spy.calls.map(({ data }) => Object.keys(data)).filter((keys) => keys.some((key) => key !== 'now'))
  expect(sent.length).toBeGreaterThanOrEqual(2)
  expect(sent.length).toBeLessThanOrEqual(3)
  expect(sent.every((keys) => keys.every((key) => /^sections\[4\]\.rows\[\d+\]\.value$/.test(key)))).toBe(true)
  part.triggerPageLifeTime('hide')
  spy.clear()
  await pass(5000)
  expect(spy.calls).toEqual([])
  part.triggerPageLifeTime('show')
  await pass(300)
  expect(spy.calls.length).toBeGreaterThan(0)
})

test('the last error with its code', async () => {
  getRoom().fail(LiveError.of('room-full', 'no place left'))
  await show({ open: true })
  await tap('.fold', 2)
  expect(folds()[2]).toMatch(/^Last error, \d{4} room-full, Close$/)
  expect(figures()).toEqual({ message: 'no place left', recoverable: 'true' })
})

test('copies everything as text, in English, whatever is folded', async () => {
  const taken: string[] = []
  wxApi.setClipboardData = ({ data, success }: { data: string; success(): void }) => (taken.push(data), success())
  wxApi.getAppBaseInfo = () => ({ SDKVersion: '3.5.0', version: '8.0.50' })
  wxApi.getDeviceInfo = () => ({ platform: 'android', model: 'M1' })
  await show({ open: true, lang: 'zh' })
  await tap('.copy')
  expect(taken).toHaveLength(1)
  expect(taken[0]).toMatch(/^\d{4}-\d\d-\d\dT/)
  expect(taken[0]).toContain('# Room: joined\nconnection: joined\n')
  expect(taken[0]).toContain('# Phone: 3.5.0 · 8.0.50 · android\nbaseLibrary: 3.5.0\n')
  expect(taken[0]).toContain('# name-amy: idle · live · 0/5\nstreamId: s-amy\n')
  expect(events).toEqual([['copy', { text: taken[0] }]])
})

test('a clipboard that refuses becomes a sentence and an error event', async () => {
  wxApi.setClipboardData = ({ fail }: { fail(cause: unknown): void }) => fail({ errMsg: 'setClipboardData:fail' })
  await show({ open: true })
  await tap('.copy')
  expect(text()).toContain('This is not supported here')
  expect(events).toEqual([['error', expect.objectContaining({ reason: 'unsupported' })]])
  await tap('.failure')
  expect(part.querySelector('.failure')).toBeUndefined()
})

test('without a room, and on a phone that tells nothing: what there is', async () => {
  removeRoom('default')
  delete wxApi.getAppBaseInfo
  delete wxApi.getDeviceInfo
  await show({ open: true })
  expect(folds()).toEqual(['Room, idle, Close', 'Phone, ', 'Last error, -'])
})

test('a room that ends while the panel is open', async () => {
  await show({ open: true })
  await tap('.fold', 4)
  room.streams.set([])
  room.session.set({ connection: { state: 'left', reason: 'room-closed' } })
  await pass(1300)
  expect(folds()[0]).toBe('Room, left room-closed')
  expect(folds()).toHaveLength(4)
  getRoom().detach()
  await pass(1300)
  expect(folds()).toHaveLength(3)
})

test('two rooms on a page, and values of the wrong type', async () => {
  const other = new FakeRoom()
  other.enter(['bob', 'cy'])
  getRoom('other').attach(other)
  await show({ room: 'other', open: 'yes', lang: 5 })
  expect(folds()).toHaveLength(6)
  removeRoom('other')
})

test('names are text, whatever is in them', async () => {
  const name = `<b>${'שלום👨‍👩‍👧'.repeat(30)}</b>`
  room.users.set([{ id: 'amy', name, role: 'anchor', muted: false, silenced: false, joinedAt: 1 }])
  room.streams.set([stream('amy')])
  await show({ open: true })
  expect(folds()[4]).toContain(name)
})
