import { LiveError } from '../../src/errors'
import { ALL_CAPABILITIES, type Capabilities } from '../../src/provider/capabilities'
import type { PusherDevice, PusherSnapshot } from '../../src/media/types'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom } from '../support/fake-room'
import { expectNoErrors, load, native, render, settle, type Rendered } from '../support/simulate'

const URL = 'rtmp://127.0.0.1/live/s1?sign=1'
const METHODS = ['start', 'stop', 'pause', 'resume', 'switchCamera', 'startPreview'] as const
const NAMES = ['publishstart', 'publishstop', 'camerachange', 'micchange', 'qualitychange', 'error']

let id: string
let room: FakeRoom
let part: Rendered
let raised: Array<[string, unknown]>
let asked: string[]
/** Methods of the native context that fail, and how. */
let broken: Record<string, string>

beforeAll(() => {
  id = load('pusher-panel')
})

beforeEach(() => {
  asked = []
  broken = {}
  const method = (name: string) => (options: { success(): void; fail(e: object): void }) => {
    asked.push(name)
    if (broken[name]) options.fail({ errMsg: broken[name] })
    else options.success()
  }
  const context = Object.fromEntries(METHODS.map((name) => [name, method(name)]))
  wx.createLivePusherContext = () => context as never
})

async function show(properties: Record<string, unknown> = {}, publish = true): Promise<void> {
  room = new FakeRoom()
  getRoom('default').attach(room)
  room.enter()
  right(publish)
  part = render(id, { lang: 'en', ...properties })
  raised = []
  for (const name of NAMES) part.addEventListener(name, ({ detail }) => raised.push([name, detail]))
  await settle()
}

function right(publish: boolean): void {
  room.session.set({ rights: { publish, chat: true, link: true, host: publish, moderate: publish } })
}

async function pusher(change: Partial<PusherSnapshot>): Promise<void> {
  room.pusher.set(change)
  await settle()
}

async function attributes(change: Partial<PusherSnapshot['attributes']>): Promise<void> {
  await pusher({ attributes: { ...room.pusher.snapshot.attributes, ...change } })
}

async function tap(selector: string, index = 0): Promise<void> {
  const node = part.querySelectorAll(selector)[index]
  if (!node) throw new Error(`no ${selector} on screen`)
  node.dispatchEvent('tap')
  await settle()
}

const attrs = (selector: string): Record<string, unknown> =>
  Object.fromEntries(
    (part.querySelector(selector)?.toJSON().attrs ?? []).map((a: { name: string; value: unknown }) => [
      a.name,
      a.value,
    ]),
  )
const label = (selector: string) => attrs(selector).ariaLabel
const text = () => part.querySelector('.lm-root')?.dom?.textContent ?? ''
const device = () => room.callsOf('pusher.mount')[0]?.[0] as PusherDevice

afterEach(async () => {
  part.leave()
  await settle()
  expect(room.callsOf('pusher.unmount')).toHaveLength(room.callsOf('pusher.mount').length)
  removeRoom('default')
  expect(room.listenerCount).toBe(0)
  expectNoErrors()
})

describe('the tag', () => {
  test('comes with the right to publish, stays when the right goes, and is mounted once', async () => {
    await show({}, false)
    expect(part.querySelector('.picture')).toBeUndefined()
    expect(part.querySelector('.away')).toBeDefined()
    right(true)
    await settle()
    const tag = part.querySelector('.picture')?.instance
    expect(tag).toBeDefined()
    right(false)
    await settle()
    right(true)
    await settle()
    expect(part.querySelector('.picture')?.instance).toBe(tag)
    expect(room.callsOf('pusher.mount')).toHaveLength(1)
  })

  test('gets what the store says, and never starts by itself', async () => {
    await show()
    await attributes({ url: URL, mode: 'RTC', enableMic: false, devicePosition: 'back', extra: { 'min-bitrate': 300 } })
    expect(attrs('.picture')).toMatchObject({
      url: URL,
      mode: 'RTC',
      autopush: false,
      enableCamera: true,
      enableMic: false,
      devicePosition: 'back',
      minBitrate: 300,
      maxBitrate: room.pusher.snapshot.attributes.maxBitrate,
    })
  })

  test.each([
    ['statechange', { code: 1002 }],
    ['netstatus', { info: { videoFPS: 15 } }],
    ['error', { errCode: 10003, errMsg: 'bgm' }],
    ['audiovolumenotify', { volume: 12 }],
  ])('%s reaches the core once, untouched', async (type, detail) => {
    await show()
    native(part.querySelector('.picture'), type, detail)
    expect(room.callsOf('pusher.native')).toEqual([[type, detail]])
  })

  test('its context becomes promises, and its refusals errors', async () => {
    await show()
    await device().start()
    await device().switchCamera()
    await device().pause()
    await device().resume()
    broken.stop = 'stop:fail access denied'
    await expect(device().stop()).rejects.toMatchObject({
      reason: 'device-failed',
      message: expect.stringContaining('stop:fail'),
    })
    expect(asked).toEqual(['startPreview', 'start', 'switchCamera', 'pause', 'resume', 'stop'])
  })
})

describe('preview', () => {
  test('starts with the right, and again after the stream has stopped', async () => {
    await show()
    expect(asked).toEqual(['startPreview'])
    await pusher({ state: { phase: 'live' }, streamId: 's1' })
    await pusher({ state: { phase: 'stopped' }, streamId: '' })
    await device().stop()
    await settle()
    expect(asked).toEqual(['startPreview', 'stop', 'startPreview'])
  })

  test('can be left out', async () => {
    await show({ preview: false })
    expect(asked).toEqual([])
  })
})

describe('publishing', () => {
  test('by the button: pending, on air with a clock, off air', async () => {
    await show()
    let yes!: () => void
    room.pusher.publish = () => (room.calls.push(['pusher.publish']), new Promise<void>((resolve) => (yes = resolve)))
    await tap('.go')
    await tap('.go')
    expect(room.callsOf('pusher.publish')).toHaveLength(1)
    expect(label('.go')).toBe('Go live, Please wait')
    yes()
    await pusher({ state: { phase: 'starting' }, streamId: 's1' })
    expect(text()).toContain('Starting')
    await pusher({ state: { phase: 'live' } })
    expect(text()).toContain('LIVE0:00')
    expect(part.querySelector('.go')).toBeUndefined()
    await tap('.end')
    expect(room.callsOf('pusher.unpublish')).toHaveLength(1)
    await pusher({ state: { phase: 'stopped' }, streamId: '' })
    expect(raised).toEqual([
      ['publishstart', { streamId: 's1' }],
      ['publishstop', { seconds: 0 }],
    ])
    expect(label('.go')).toBe('Go live')
  })

  test('auto-publish goes with the right, not against the person who stopped', async () => {
    await show({ autoPublish: true }, false)
    expect(room.callsOf('pusher.publish')).toHaveLength(0)
    right(true)
    await settle()
    expect(room.callsOf('pusher.publish')).toHaveLength(1)
    await pusher({ state: { phase: 'live' }, streamId: 's1' })
    await pusher({ state: { phase: 'stopped' }, streamId: '' })
    expect(room.callsOf('pusher.publish')).toHaveLength(1)
    right(false)
    await settle()
    right(true)
    await settle()
    expect(room.callsOf('pusher.publish')).toHaveLength(2)
  })

  test('a refusal is told and raised; a failed stream offers a retry', async () => {
    await show()
    room.fail('pusher.publish', LiveError.of('stream-in-use', 'taken'))
    await tap('.go')
    expect(text()).toContain('This stream is already on air. Stop it on the other device first')
    expect(raised).toEqual([['error', { code: 3002, reason: 'stream-in-use', message: 'taken', recoverable: true }]])
    await pusher({ state: { phase: 'failed', reason: 'publish-failed' } })
    expect(text()).toContain('Going live failed')
    expect(label('.remedy')).toBe('Retry')
    await tap('.remedy')
    expect(room.callsOf('pusher.retry')).toHaveLength(1)
  })

  test.each([
    ['buffering', 'Weak network'],
    ['interrupted', 'Interrupted'],
    ['suspended', 'Interrupted'],
  ] as const)('%s is visible while on air', async (phase, status) => {
    await show()
    await pusher({ state: { phase: 'live' }, streamId: 's1' })
    await pusher({ state: { phase } })
    expect(part.querySelector('.state')?.dom?.textContent).toContain(status)
    await pusher({ state: { phase: 'retrying', attempt: 2 } })
    expect(part.querySelector('.state.weak')?.dom?.textContent).toContain('Reconnecting')
  })

  test('linked: says so', async () => {
    await show()
    await attributes({ mode: 'RTC' })
    await pusher({ state: { phase: 'live' }, streamId: 's1' })
    expect(text()).toContain('LINKED')
  })
})

describe('permissions', () => {
  test.each([
    [10001, 'The camera is not allowed. Allow it in the settings'],
    [10002, 'The microphone is not allowed. Allow it in the settings'],
  ])('code %i opens the settings from a tap, then shows the picture again', async (code, sentence) => {
    await show()
    native(part.querySelector('.picture'), 'statechange', { code })
    await settle()
    expect(text()).toContain(sentence)
    const open = jest.fn().mockResolvedValue({ authSetting: { 'scope.camera': true, 'scope.record': true } })
    wx.openSetting = open as never
    await tap('.remedy')
    expect(open).toHaveBeenCalledTimes(1)
    expect(part.querySelector('.trouble')).toBeUndefined()
    expect(asked).toEqual(['startPreview', 'startPreview'])
  })

  test('still refused: the sentence stays; granted after a failed start: it is retried', async () => {
    await show()
    await pusher({ state: { phase: 'failed', reason: 'camera-denied' } })
    native(part.querySelector('.picture'), 'error', { errCode: 10001 })
    await settle()
    wx.openSetting = (async () => ({ authSetting: { 'scope.camera': false, 'scope.record': true } })) as never
    await tap('.remedy')
    expect(text()).toContain('The camera is not allowed')
    // The list has only what was asked before; the microphone is asked when it is used.
    wx.openSetting = (async () => ({ authSetting: { 'scope.camera': true } })) as never
    await tap('.remedy')
    expect(room.callsOf('pusher.retry')).toHaveLength(1)
  })
})

describe('controls', () => {
  test.each([
    ['.mic', 'pusher.setMic', 'micchange', 'Microphone, on'],
    ['.camera', 'pusher.setCamera', 'camerachange', 'Camera, on'],
  ])('%s: pending, then off, with the state in its label', async (selector, call, event, words) => {
    await show()
    expect(label(selector)).toBe(words)
    const name = call.split('.')[1] as 'setMic' | 'setCamera'
    let yes!: () => void
    room.pusher[name] = (on: unknown) => (room.calls.push([call, on]), new Promise<void>((resolve) => (yes = resolve)))
    await tap(selector)
    expect(label(selector)).toBe(`${words}, Please wait`)
    expect(part.querySelector(`${selector}.lm-pending`)).toBeDefined()
    yes()
    await settle()
    expect(room.callsOf(call)).toEqual([[false]])
    expect(raised).toEqual([[event, { on: false }]])
  })

  test('a camera that is off shows who is there, and offers nothing that needs it', async () => {
    await show()
    await attributes({ enableCamera: false })
    expect(part.querySelector('.curtain')?.dom?.textContent).toBe('n')
    for (const name of ['.flip', '.mirror', '.beauty']) expect(part.querySelector(name)).toBeUndefined()
    expect(label('.camera')).toBe('Camera, off')
  })

  test('flip', async () => {
    await show()
    await tap('.flip')
    expect(room.callsOf('pusher.switchCamera')).toHaveLength(1)
  })
})

test('without the right there is nothing, or a hint that says when there will be', async () => {
  await show({ hint: true }, false)
  expect(text()).toBe('Your picture appears here once you may go live')
  // By a seat, or by a moderator who makes me a speaker.
  const able = async (change: Partial<Capabilities>) => {
    room.session.set({ capabilities: { ...ALL_CAPABILITIES, ...change } })
    await settle()
    return text()
  }
  expect(await able({ link: false })).not.toBe('')
  expect(await able({ roles: false })).not.toBe('')
  expect(await able({ link: false, roles: false })).toBe('')
})
