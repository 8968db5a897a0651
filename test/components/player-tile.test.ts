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
import { FakeRoom, stream } from '../support/fake-room'

const spy = spySetData()
const tile = load('player-tile')
let room: FakeRoom
interface CallOptions {
  direction?: number
  success(): void
  fail(result: { errMsg: string }): void
}
const contexts: Array<{ id: string; call: string; options: CallOptions }> = []

beforeEach(() => {
  contexts.length = 0
  wxApi.createLivePlayerContext = (id: string) =>
    Object.fromEntries(
      ['play', 'stop', 'pause', 'resume', 'requestFullScreen', 'exitFullScreen'].map((call) => [
        call,
        (options: CallOptions) => {
          contexts.push({ id, call, options })
          if (call === 'exitFullScreen') options.fail({ errMsg: 'exitFullScreen:fail no' })
          else options.success()
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
  expect(spy.calls.map((call) => call.data)).toEqual([
    { silent: true, 'player.muted': true, 't.mute': 'Unmute name-a' },
  ])
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

test('mute toggles on the core and tells', async () => {
  const node = await mounted()
  const told = collect(node, 'mutechange')
  const button = () => node.querySelectorAll('.pt-hit').find((hit) => attr(hit, 'ariaLabel') === 'Mute name-a')
  button()?.dispatchEvent('tap')
  await settle()
  expect(room.callsOf('player.mute:s-a')).toEqual([[true]])
  expect(told).toEqual([['mutechange', { streamId: 's-a', muted: true }]])
  node.leave()
})

test('a tap selects, a double tap goes to full screen; the platform says when it is there', async () => {
  const node = await mounted()
  const [selected, changed, errors] = [
    collect(node, 'tileselect'),
    collect(node, 'fullscreenchange'),
    collect(node, 'error'),
  ]
  const now = jest.spyOn(Date, 'now').mockReturnValue(1000)
  const stage = node.querySelector('.pt-stage')
  stage?.dispatchEvent('tap')
  await settle()
  now.mockReturnValue(1200)
  stage?.dispatchEvent('tap')
  await settle()
  now.mockReturnValue(1300)
  stage?.dispatchEvent('tap')
  await settle()
  now.mockRestore()
  expect(selected).toEqual([
    ['tileselect', { streamId: 's-a' }],
    ['tileselect', { streamId: 's-a' }],
  ])
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

test('speaking shows as a ring: its own volume at most, a passed one without any setData', async () => {
  const node = await mounted()
  room.player('s-a').set({ volume: 60 })
  await settle()
  expect(node.querySelector('.pt-speaking')).toBeDefined()
  node.leave()
  const passed = await mounted({ volume: 0, grade: 3 })
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
  expect(text(node, '.pt-notice')).toContain('may cover')
  node.leave()
})
