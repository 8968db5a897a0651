import {
  attr,
  collect,
  expectNoErrors,
  load,
  native,
  type Node,
  render,
  settle,
  spySetData,
  wxApi,
} from '../support/simulate'
import type { PlayerDevice } from '../../src/media/types'
import { LiveError } from '../../src/errors'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, stream, user } from '../support/fake-room'

const spy = spySetData()
const tile = load('player-tile')
let room: FakeRoom
interface CallOptions {
  direction?: number
  success(result?: object): void
  fail(result: { errMsg: string }): void
}
const contexts: Array<{ id: string; call: string; options: CallOptions }> = []

beforeEach(() => {
  contexts.length = 0
  wxApi.createLivePlayerContext = (id: string) =>
    Object.fromEntries(
      ['play', 'stop', 'pause', 'resume', 'snapshot', 'requestFullScreen', 'exitFullScreen'].map((call) => [
        call,
        (options: CallOptions) => {
          contexts.push({ id, call, options })
          if (call === 'exitFullScreen') options.fail({ errMsg: 'exitFullScreen:fail no' })
          else options.success({ tempImagePath: 'wxfile://1.jpg', width: 360, height: 640 })
        },
      ]),
    )
  room = new FakeRoom()
  getRoom().attach(room)
  room.enter(['a'])
})
afterEach(() => {
  removeRoom('default')
  expectNoErrors()
})

async function mounted(properties = {}) {
  const node = render(tile, { streamId: 's-a', lang: 'en', ...properties })
  await settle()
  spy.clear()
  return node
}

const text = (node: Node, selector: string) => node.querySelector(selector)?.dom?.textContent
const player = (node: Node) => node.querySelector('.pt-player')

test('mounts its stream with a device that promises what the callbacks say, and unmounts on detach', async () => {
  const node = await mounted()
  const [[device]] = room.callsOf('player.mount:s-a') as [[PlayerDevice]]
  await device.play()
  await device.stop()
  expect(contexts.map(({ id, call }) => [id, call])).toEqual([
    ['player', 'play'],
    ['player', 'stop'],
  ])
  expect(room.callsOf('player.unmount:s-a')).toHaveLength(0)
  node.leave()
  expect(room.callsOf('player.unmount:s-a')).toHaveLength(1)
})

test('a small tile has no room for words under a face; a failure is said at any size', async () => {
  room.streams.set([stream('a', { video: false })])
  const node = await mounted()
  expect(text(node, '.pt-sentence')).toBe('Voice only')
  node.setData({ compact: true })
  await settle()
  expect(node.querySelector('.pt-avatar')).toBeDefined()
  expect(node.querySelector('.pt-sentence')).toBeUndefined()
  // Who cannot see hears it.
  expect(attr(node.querySelector('.pt-stage'), 'ariaLabel')).toContain('Voice only')
  room.player('s-a').set({ state: { phase: 'failed', reason: 'network' } as never })
  await settle()
  expect(text(node, '.pt-sentence')).not.toBe('')
  node.leave()
})

test('another stream-id moves the mount; a stream that ends unmounts', async () => {
  room.enter(['a', 'b'])
  const node = await mounted()
  node.setData({ streamId: 's-b' })
  await settle()
  expect(room.callsOf('player.unmount:s-a')).toHaveLength(1)
  expect(room.callsOf('player.mount:s-b')).toHaveLength(1)
  room.streams.set([stream('a')])
  await settle()
  expect(room.callsOf('player.unmount:s-b')).toHaveLength(1)
  expect(text(node, '.pt-sentence')).toBe('The stream has ended')
  node.leave()
})

test('mounts when the room comes later', async () => {
  removeRoom('default')
  const node = await mounted()
  getRoom().attach(room)
  await settle()
  expect(room.callsOf('player.mount:s-a')).toHaveLength(1)
  node.leave()
})

test('attributes of the tag come from the store, as paths', async () => {
  const node = await mounted()
  const attributes = { src: 'rtmp://x/1', mode: 'RTC', minCache: 0.2, maxCache: 0.8, muted: false, extra: {} } as const
  room.player('s-a').set({ attributes, state: { phase: 'live' } })
  await settle()
  expect(['src', 'mode', 'minCache', 'maxCache', 'objectFit'].map((name) => attr(player(node), name))).toEqual([
    'rtmp://x/1',
    'RTC',
    0.2,
    0.8,
    'fillCrop',
  ])
  expect(attr(player(node), 'autoplay')).toBeFalsy()
  spy.clear()
  room.player('s-a').set({ attributes: { ...attributes, muted: true } })
  await settle()
  expect(attr(player(node), 'muted')).toBe(true)
  expect(spy.calls.map((call) => call.data)).toEqual([{ silent: true }])
  node.leave()
})

test('native events reach the controller with their detail, once', async () => {
  const node = await mounted()
  native(player(node), 'statechange', { code: 2004 })
  native(player(node), 'netstatus', { info: { videoFPS: 15 } })
  native(player(node), 'audiovolumenotify', { volume: 40 })
  native(player(node), 'error', { errMsg: 'x' })
  expect(room.callsOf('player.native:s-a')).toEqual([
    ['statechange', { code: 2004 }],
    ['netstatus', { info: { videoFPS: 15 } }],
    ['audiovolumenotify', { volume: 40 }],
    ['error', { errMsg: 'x' }],
  ])
  node.leave()
})

test('failed shows why and a retry that works', async () => {
  const node = await mounted()
  room.player('s-a').set({ state: { phase: 'failed', reason: 'play-failed' } })
  await settle()
  expect(text(node, '.pt-sentence')?.length).toBeGreaterThan(3)
  node.querySelector('.pt-retry')?.dispatchEvent('tap')
  await settle()
  expect(room.callsOf('player.retry:s-a')).toEqual([[]])
  room.player('s-a').set({ state: { phase: 'live' } })
  await settle()
  expect(node.querySelector('.pt-cover')).toBeUndefined()
  node.leave()
})

const labelled = (node: Node, label: string) =>
  ['.pt-hit', '.pt-item']
    .flatMap((selector) => node.querySelectorAll(selector))
    .find((hit) => String(attr(hit, 'ariaLabel')) === label)
const press = async (node: Node, label: string) => {
  labelled(node, label)?.dispatchEvent('tap')
  await settle()
}

test('mute toggles on the core and tells', async () => {
  const node = await mounted()
  const told = collect(node, 'mutechange')
  await press(node, 'Mute name-a')
  expect(room.callsOf('player.mute:s-a')).toEqual([[true]])
  expect(told).toEqual([['mutechange', { streamId: 's-a', muted: true }]])
  node.leave()
})

test('the first control has a place of its own, the others are in a menu that closes by itself', async () => {
  const node = await mounted({ controls: ['snapshot', 'pin', 'mute'] })
  const pins = collect(node, 'pinchange')
  expect(labelled(node, 'Snapshot name-a')).toBeDefined()
  await press(node, 'More name-a')
  expect(node.querySelectorAll('.pt-item').map((item) => attr(item, 'ariaLabel'))).toEqual([
    'Enlarge name-a',
    'Mute name-a',
  ])
  await press(node, 'Enlarge name-a')
  expect(node.querySelector('.pt-menu')).toBeUndefined()
  expect(pins).toEqual([['pinchange', { streamId: 's-a', pinned: true }]])
  node.setData({ pinned: true })
  await press(node, 'More name-a')
  await press(node, 'Make small name-a')
  expect(pins[1]).toEqual(['pinchange', { streamId: 's-a', pinned: false }])
  node.leave()
})

test.each([
  [{ controls: [] }, []],
  [{ controls: ['mute'] }, ['Mute name-a']],
  // Silenced from outside: its own button could do nothing.
  [{ controls: ['mute', 'pin'], muted: true }, ['Enlarge name-a']],
  [{ controls: ['mute'], compact: true }, ['Mute name-a']],
  [{ controls: ['mute', 'pin'], compact: true }, ['More name-a']],
])('%j shows %j', async (properties, labels) => {
  const node = await mounted(properties)
  expect(node.querySelectorAll('.pt-hit').map((hit) => attr(hit, 'ariaLabel'))).toEqual(labels)
  const drawn = node
    .querySelectorAll('.pt-icon')
    .map((icon) => /lm-icon-([\w-]+)/.exec(String(attr(icon, 'class')))?.[1])
  expect(drawn).toHaveLength(labels.length)
  expect(drawn).not.toContain('undefined')
  node.leave()
})

test('a snapshot is handed over with its file; one that fails is told and said, until somebody saw it', async () => {
  const node = await mounted({ controls: ['snapshot'] })
  const events = collect(node, 'snapshot', 'error')
  await press(node, 'Snapshot name-a')
  expect(events).toEqual([['snapshot', { streamId: 's-a', tempImagePath: 'wxfile://1.jpg', width: 360, height: 640 }]])
  expect(attr(node.querySelector('.pt-flash'), 'ariaLabel')).toBe('Picture taken')
  node.querySelector('.pt-flash')?.dispatchEvent('animationend')
  await settle()
  expect(node.querySelector('.pt-flash')).toBeUndefined()
  wxApi.createLivePlayerContext = () => ({
    snapshot: ({ fail }: CallOptions) => fail({ errMsg: 'snapshot:fail not playing' }),
  })
  await press(node, 'Snapshot name-a')
  expect(events[1]).toEqual([
    'error',
    expect.objectContaining({ reason: 'device-failed', message: 'live-player snapshot: snapshot:fail not playing' }),
  ])
  expect(text(node, '.pt-notice')).toBe('That did not work, try again')
  node.querySelector('.pt-notice')?.dispatchEvent('tap')
  await settle()
  expect(node.querySelector('.pt-notice')).toBeUndefined()
  node.leave()
})

test('each tap selects, a double tap goes to full screen; the platform says when it is there', async () => {
  const node = await mounted()
  const [selected, changed, errors] = [
    collect(node, 'tileselect'),
    collect(node, 'fullscreenchange'),
    collect(node, 'error'),
  ]
  const now = jest.spyOn(Date, 'now')
  const stage = node.querySelector('.pt-stage')
  for (const at of [1000, 1200, 1300]) {
    now.mockReturnValue(at)
    stage?.dispatchEvent('tap')
    await settle()
  }
  now.mockRestore()
  expect(selected).toEqual(Array(3).fill(['tileselect', { streamId: 's-a' }]))
  expect(contexts.map(({ call, options }) => [call, options.direction])).toEqual([['requestFullScreen', 0]])
  native(player(node), 'fullscreenchange', { fullScreen: 'true' })
  await settle()
  expect(changed).toEqual([['fullscreenchange', { streamId: 's-a', fullScreen: true }]])
  node.querySelector('.pt-exit')?.dispatchEvent('tap')
  await settle()
  expect(errors).toEqual([
    ['error', expect.objectContaining({ reason: 'device-failed', message: expect.stringContaining('fail no') })],
  ])
  node.leave()
})

test('a wide picture turns in full screen', async () => {
  const node = await mounted({ controls: ['fullscreen'] })
  room.player('s-a').set({ stats: { videoWidth: 1280, videoHeight: 720 } })
  await press(node, 'Full screen name-a')
  expect(contexts.map(({ call, options }) => [call, options.direction])).toEqual([['requestFullScreen', 90]])
  node.leave()
})

test('picture in picture is the tag attribute, and told', async () => {
  const node = await mounted({ pictureInPicture: ['push', 'pop'] })
  const events = collect(node, 'pictureinpicturechange')
  expect(attr(player(node), 'pictureInPictureMode')).toEqual(['push', 'pop'])
  native(player(node), 'enterpictureinpicture', {})
  native(player(node), 'leavepictureinpicture', {})
  await settle()
  expect(events.map(([, detail]) => detail)).toEqual([
    { streamId: 's-a', pictureInPicture: true },
    { streamId: 's-a', pictureInPicture: false },
  ])
  node.leave()
})

test('paused: not begun at all, and once it plays, paused without leaving the controller', async () => {
  const node = await mounted({ paused: true })
  expect(room.callsOf('player.mount:s-a')).toHaveLength(0)
  node.setData({ paused: false })
  await settle()
  expect([room.callsOf('player.mount:s-a').length, contexts.length]).toEqual([1, 0])
  for (const paused of [true, true, false]) {
    node.setData({ paused })
    await settle()
  }
  expect(contexts.map(({ call }) => call)).toEqual(['pause', 'resume'])
  expect([room.callsOf('player.mount:s-a').length, room.callsOf('player.unmount:s-a').length]).toEqual([1, 0])
  node.leave()
})

test('speaking shows as a ring: its own volume at most, a passed one without any setData', async () => {
  const node = await mounted()
  room.player('s-a').set({ volume: 60 })
  await settle()
  expect(node.querySelector('.pt-speaking')).toBeDefined()
  // Not by colour alone.
  expect(node.querySelector('.lm-icon-mic')).toBeDefined()
  expect(attr(node.querySelector('.pt-stage'), 'ariaLabel')).toContain('Speaking')
  node.leave()
  const passed = await mounted({ speaking: 0, grade: 3 })
  room.player('s-a').set({ volume: 80, grade: 1 })
  await settle()
  expect(passed.querySelector('.pt-speaking')).toBeUndefined()
  expect(spy.calls).toEqual([])
  passed.leave()
})

test('errors of the controller and of the renderer are raised, and said', async () => {
  const node = await mounted()
  const errors = collect(node, 'error')
  room.player('s-a').events.emit('error', LiveError.of('play-failed', 'gone', { waitMs: 5 }))
  native(player(node), 'rendererror', {})
  await settle()
  expect(errors).toEqual([
    ['error', { code: 3004, reason: 'play-failed', message: 'gone', recoverable: true, waitMs: 5 }],
    ['error', expect.objectContaining({ code: 4004, reason: 'renderer-failed' })],
  ])
  // Nothing lies over the picture now, and while something has to, the picture makes way.
  expect(node.querySelector('.pt-bare')).toBeDefined()
  expect(node.querySelector('.pt-shut')).toBeDefined()
  room.player('s-a').set({ state: { phase: 'live' } })
  await settle()
  expect(node.querySelector('.pt-shut')).toBeUndefined()
  await press(node, 'More name-a')
  expect(node.querySelector('.pt-shut')).toBeDefined()
  node.leave()
})

test('the page’s overlay gets what it needs to draw, and nothing that ticks', async () => {
  const node = await mounted({ compact: true })
  room.player('s-a').set({ state: { phase: 'live' } })
  await settle()
  const overlay = node.querySelector('.pt-overlay')
  expect(
    ['streamId', 'userId', 'name', 'phase', 'compact', 'rendererFailed'].map((name) => attr(overlay, name)),
  ).toEqual(['s-a', 'a', 'name-a', 'live', true, false])
  node.leave()
})

test.each(['小'.repeat(200), '😀'.repeat(100), 'مرحبا '.repeat(30), '<b>x</b>&amp;'])(
  'a name like %s is text',
  async (name) => {
    room.users.set([user('a', { name })])
    room.streams.set([stream('a', { video: false })])
    const node = await mounted({ streamId: 's-a' })
    room.player('s-a').set({ state: { phase: 'live' } })
    await settle()
    expect(text(node, '.lm-line')).toBe(name)
    expect(node.querySelector('.lm-line')?.dom?.children).toHaveLength(0)
    expect(Array.from(text(node, '.pt-avatar') ?? '')).toHaveLength(1)
    node.leave()
  },
)

test('wrong values are told, and the tile goes on', async () => {
  const node = render(tile, { streamId: 's-a', objectFit: 'cover', controls: ['mute', 'dance'] })
  const errors = collect(node, 'error')
  await settle()
  expect(errors.map(([, detail]) => (detail as { message: string }).message)).toEqual([
    'player-tile: object-fit "cover" is unknown; use contain, fillCrop',
    'player-tile: controls "dance" is unknown; use mute, pin, snapshot, fullscreen',
  ])
  expect([attr(player(node), 'objectFit'), node.querySelectorAll('.pt-hit').length]).toEqual(['fillCrop', 1])
  node.leave()
})

test('retrying offers a retry by hand too', async () => {
  const node = await mounted()
  room.player('s-a').set({ state: { phase: 'retrying', attempt: 2 } })
  await settle()
  node.querySelector('.pt-retry')?.dispatchEvent('tap')
  await settle()
  expect(room.callsOf('player.retry:s-a')).toEqual([[]])
  node.leave()
})

test('everything is drawn once, with what the store says', async () => {
  const create = jest.spyOn(document, 'createElement')
  const node = await mounted({ room: 'default' })
  const views = create.mock.calls.filter(([tag]) => tag === 'wx-view').length
  expect(views).toBe(node.dom?.querySelectorAll('wx-view').length)
  create.mockRestore()
  node.leave()
})

test('the bars of the grade are there at once, the figures come by a tap and go by the next', async () => {
  room.player('s-a').set({ grade: 3, stats: { videoFPS: 9 } })
  const node = await mounted()
  const bars = node.querySelector('.qb-button')
  expect([attr(bars, 'ariaLabel'), attr(bars, 'ariaRole')]).toEqual(['Network fair', 'button'])
  expect(node.querySelectorAll('.qb-lit')).toHaveLength(3)
  bars?.dispatchEvent('tap')
  await settle()
  const figures = node.querySelector('.pt-badge')
  expect([figures?.data.open, figures?.dom?.textContent]).toEqual([true, expect.stringContaining('9 fps')])
  figures?.querySelector('.qb-button')?.dispatchEvent('tap')
  await settle()
  expect(node.querySelector('.qb-figures')).toBeUndefined()
  expect(attr(node.querySelector('.pt-badge'), 'ariaLabel')).toBe('Network fair')
  node.leave()
})

test('a small tile has no room for figures', async () => {
  const node = await mounted({ compact: true })
  expect(attr(node.querySelector('.qb-button'), 'ariaRole')).toBe('img')
  node.querySelector('.qb-button')?.dispatchEvent('tap')
  await settle()
  expect(node.data.figures).toBe(false)
  node.leave()
})

test('a language that is not the phone’s costs what the tile shows, not all it could say', async () => {
  render(tile, { streamId: 's-a', lang: 'zh' }).leave()
  spy.clear()
  const node = render(tile, { streamId: 's-a', lang: 'en' })
  await settle()
  expect(spy.bytes).toBeLessThan(900)
  expect(Object.keys(node.data.t as object)).not.toContain('retrying')
  node.leave()
})

test.each([
  { streamId: 7 },
  { streamId: null },
  { streamId: 's-a', name: { first: 'A' } },
  { streamId: 's-a', controls: 'mute' },
  { streamId: 's-a', controls: null },
  { streamId: 's-a', controls: [1, null, {}] },
  { streamId: 's-a', speaking: 'yes', grade: -7 },
  { streamId: 's-a', pictureInPicture: 4, muted: 'no', paused: 0 },
  { streamId: 's-a', room: {}, lang: 42, theme: 'pink' },
])('%j does not throw, and the tile is there', async (properties) => {
  const node = render(tile, properties)
  await settle()
  expect(node.querySelectorAll('.pt-player')).toHaveLength(1)
  node.leave()
})

test('a room that ends while its menu and figures are open', async () => {
  const node = await mounted()
  await press(node, 'More name-a')
  node.querySelector('.qb-button')?.dispatchEvent('tap')
  await settle()
  room.streams.set([])
  await settle()
  removeRoom('default')
  await settle()
  expect(text(node, '.pt-sentence')).toBe('The stream has ended')
  for (const name of ['mute', 'retry', 'snapshot', 'fullscreen'])
    (node.instance as unknown as Record<string, () => void>)[name]?.()
  await settle()
  expect(node.querySelector('.pt-badge')).toBeUndefined()
  node.leave()
})
