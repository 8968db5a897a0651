/** The sheet of the pusher panel and what is the tag's own business: looks, voices, music, torch, zoom, snapshot, window. */
import { LiveError } from '../../src/errors'
import type { PusherSnapshot } from '../../src/media/types'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, user } from '../support/fake-room'
import {
  attr,
  collect,
  expectNoErrors,
  load,
  native,
  render,
  settle,
  spySetData,
  wxApi,
  type Rendered,
} from '../support/simulate'

const BGM = [
  { name: 'Tide', url: 'https://music.example/tide.mp3' },
  { name: 'Dune', url: 'https://music.example/dune.mp3' },
]
const EVENTS = [
  'settingschange',
  'musicchange',
  'snapshot',
  'pipchange',
  'custom',
  'qualitychange',
  'micchange',
  'error',
]

let id: string
let room: FakeRoom
let part: Rendered
let raised: Array<[string, unknown]>
/** Calls of the native context, with their options. */
let asked: Array<[string, Record<string, unknown>]>
/** What a native method answers; an Error is its refusal. */
let answers: Record<string, unknown>
const original = { ...wxApi }

beforeAll(() => {
  id = load('pusher-panel')
})

beforeEach(() => {
  asked = []
  answers = {}
  wxApi.getDeviceInfo = () => ({ platform: 'ios' })
  const method =
    (name: string) =>
    ({ success, fail, ...options }: { success(result: unknown): void; fail(e: object): void }) => {
      asked.push([name, options])
      const answer = answers[name]
      if (answer instanceof Error) fail({ errMsg: answer.message })
      else success(answer)
    }
  wxApi.createLivePusherContext = () => new Proxy({}, { get: (_, name: string) => method(name) })
})

afterEach(async () => {
  jest.useRealTimers()
  part.leave()
  await settle()
  removeRoom('default')
  expect(room.listenerCount).toBe(0)
  Object.assign(wxApi, original)
  expectNoErrors()
})

async function show(properties: Record<string, unknown> = {}): Promise<void> {
  room = new FakeRoom()
  getRoom('default').attach(room)
  room.enter()
  room.session.set({ rights: { publish: true, chat: true, link: true, host: false, moderate: false } })
  part = render(id, { lang: 'en', ...properties })
  raised = collect(part, ...EVENTS)
  await settle()
  asked.splice(0)
}

async function pusher(change: Partial<PusherSnapshot>): Promise<void> {
  room.pusher.set(change)
  await settle()
}

const attributes = (change: Partial<PusherSnapshot['attributes']>) =>
  pusher({ attributes: { ...room.pusher.snapshot.attributes, ...change } })

const find = (selector: string, index = 0) => part.querySelectorAll(selector)[index]

async function tap(selector: string, index = 0): Promise<void> {
  const node = find(selector, index)
  if (!node) throw new Error(`no ${selector} on screen`)
  node.dispatchEvent('tap')
  await settle()
}

async function slide(index: number, value: number, event = 'change'): Promise<void> {
  native(find('.slider', index), event, { value })
  await settle()
}

const label = (selector: string, index = 0) => attr(find(selector, index), 'ariaLabel')
const text = (selector = '.lm-root') => find(selector)?.dom?.textContent ?? ''
const labels = (selector: string) => part.querySelectorAll(selector).map((node) => attr(node, 'ariaLabel'))
const tag = (name: string) => attr(find('.picture'), name)
const called = () => asked.map(([name]) => name)
const live = () => pusher({ state: { phase: 'live' }, streamId: 's1' })

describe('the sheet', () => {
  test('opens on what comes after "more", goes to a page and back, and closes by button or beside it', async () => {
    await show({ bgm: BGM })
    await tap('.more')
    expect(attr(find('.sheet'), 'ariaRole')).toBe('dialog')
    expect(text('.title')).toBe('More')
    expect(labels('.tiles .control')).toEqual(['Filter', 'Voice', 'Music', 'Picture, HD', 'Mirror, off', 'Window, off'])
    await tap('.tiles .control', 1)
    expect(text('.title')).toBe('Voice')
    await tap('.back')
    expect(text('.title')).toBe('More')
    await tap('.close')
    expect(find('.sheet')).toBeUndefined()
    await tap('.beauty')
    expect(text('.title')).toBe('Beauty')
    await tap('.veil')
    expect(find('.sheet')).toBeUndefined()
  })

  test('goes when the room ends, and does not come back by itself', async () => {
    await show()
    await tap('.beauty')
    room.session.set({ rights: { publish: false, chat: true, link: true, host: false, moderate: false } })
    await settle()
    expect(find('.sheet')).toBeUndefined()
    room.session.set({ rights: { publish: true, chat: true, link: true, host: false, moderate: false } })
    await settle()
    expect(find('.sheet')).toBeUndefined()
    expect(find('.beauty')).toBeDefined()
  })

  test('a page that needs the camera goes with it', async () => {
    await show()
    await tap('.beauty')
    await attributes({ enableCamera: false })
    expect(find('.sheet')).toBeUndefined()
  })

  test('stands beside the picture on a broad page, and follows the turn of the phone', async () => {
    let size = { windowWidth: 812, windowHeight: 375 }
    wxApi.getWindowInfo = () => size
    await show()
    expect(find('.lm-root.wide')).toBeDefined()
    size = { windowWidth: 375, windowHeight: 812 }
    part.triggerPageLifeTime('resize', { size })
    await settle()
    expect(find('.lm-root.wide')).toBeUndefined()
  })
})

describe('how I look and sound', () => {
  test('what a page gives is on the tag from the start', async () => {
    await show({ settings: { beauty: 5, whiteness: 3, filter: 'solor', reverb: 7, voice: 11, mirror: true } })
    expect([tag('beauty'), tag('whiteness'), tag('filter')]).toEqual([5, 3, 'solor'])
    expect([tag('audioReverbType'), tag('voiceChangerType'), tag('remoteMirror')]).toEqual([7, 11, true])
    expect([tag('beautyStyle'), tag('localMirror'), tag('orientation')]).toEqual(['smooth', 'auto', 'vertical'])
    expect(tag('pictureInPictureMode')).toBe('')
  })

  test('sliders: shown while they move, told once a value', async () => {
    await show({ settings: { whiteness: 2 } })
    await tap('.beauty')
    expect([attr(find('.slider'), 'value'), attr(find('.slider', 1), 'value')]).toEqual([0, 2])
    await slide(0, 4, 'changing')
    expect([tag('beauty'), text('.amount')]).toEqual([4, '4'])
    await slide(0, 4)
    expect(attr(find('.slider'), 'value')).toBe(0)
    expect(raised).toEqual([
      ['settingschange', expect.objectContaining({ beauty: 4, whiteness: 2, filter: 'standard' })],
    ])
  })

  test.each([
    ['filter', 'filter', 'cerisered', 'Cherry'],
    ['voice', 'voiceChangerType', 6, 'Foreign'],
    ['voice', 'audioReverbType', 4, 'Deep'],
    ['quality', 'orientation', 'horizontal', 'Sideways'],
    ['quality', 'localMirror', 'disable', 'True'],
    ['beauty', 'beautyStyle', 'nature', 'Natural'],
    ['voice', 'enableEarMonitor', true, 'On'],
  ])('on the page %s, a choice becomes %s=%p and says so', async (page, name, value, word) => {
    await show({ controls: [page] })
    await tap(`.${page}`)
    const choices = () => part.querySelectorAll('.choice')
    const index = labels('.choice').indexOf(word)
    const choice = () => choices()[index]!
    choice().dispatchEvent('tap')
    await settle()
    expect(tag(name)).toBe(value)
    expect(attr(choice(), 'ariaLabel')).toBe(`${word}, selected`)
    expect(raised[0]![0]).toBe('settingschange')
  })

  test.each([
    ['filter', 'en', 11],
    ['filter', 'zh', 11],
    ['voice', 'en', 21],
    ['voice', 'zh', 21],
  ])('every choice on the page %s has a name in %s', async (page, lang, count) => {
    await show({ controls: [page], lang })
    await tap(`.${page}`)
    const names = labels('.choice').map((word) => String(word).replace(/, selected|, 已选/, ''))
    expect(new Set(names).size).toBeGreaterThan(count - 4)
    expect(names).toHaveLength(count)
    expect(names.filter((word) => !/\p{L}{2}/u.test(word))).toEqual([])
  })

  test('mirror and floating window are switches with the state in the label', async () => {
    await show({ controls: ['mirror', 'pip'] })
    await tap('.mirror')
    await tap('.pip')
    expect(label('.mirror')).toBe('Mirror, on')
    expect(label('.pip')).toBe('Window, on')
    expect([tag('remoteMirror'), tag('pictureInPictureMode')]).toEqual([true, ['push', 'pop']])
    native(find('.picture'), 'enterpictureinpicture')
    native(find('.picture'), 'leavepictureinpicture')
    expect(raised.slice(2)).toEqual([
      ['pipchange', { on: true }],
      ['pipchange', { on: false }],
    ])
  })

  test('an older WeChat offers neither voices nor a window, HarmonyOS no smoothing', async () => {
    wxApi.canIUse = (name: string) => !/voice-changer|picture-in-picture/.test(name)
    wxApi.getDeviceInfo = () => ({ platform: 'ohos' })
    await show({ controls: ['pip', 'voice', 'beauty'] })
    expect(find('.pip')).toBeUndefined()
    await tap('.voice')
    expect(text('.body')).toContain('Reverb')
    expect(text('.body')).not.toContain('Naughty')
    await tap('.close')
    await tap('.beauty')
    expect(text('.body')).toContain('Whitening')
    expect(text('.body')).not.toMatch(/Smoothing|Style/)
  })
})

test('hearing myself: only where the phone has it, by my choice or the provider’s', async () => {
  await show({ controls: ['voice'], settings: { ear: false } })
  await tap('.voice')
  expect([tag('enableEarMonitor'), text('.body')]).toEqual([false, expect.stringContaining('with earphones')])
  await attributes({ extra: { 'enable-ear-monitor': true } })
  expect(tag('enableEarMonitor')).toBe(true)
  part.leave()
  wxApi.getDeviceInfo = () => ({ platform: 'android' })
  await show({ controls: ['voice'] })
  await tap('.voice')
  expect(text('.body')).toContain('Reverb')
  expect(text('.body')).not.toContain('earphones')
})

describe('picture', () => {
  test('quality; while linked the call sets it, and says so', async () => {
    await show()
    await tap('.more')
    await tap('.quality')
    await tap('.choice', 2)
    expect(room.callsOf('pusher.setQuality')).toEqual([['FHD']])
    expect(raised).toEqual([['qualitychange', { quality: 'FHD' }]])
    await attributes({ mode: 'RTC' })
    expect(text('.note')).toBe('While linked, the call sets the quality. Yours comes back after it')
    expect(labels('.choice')).not.toContain('SD')
  })

  test('zoom where the camera can', async () => {
    answers.getMaxZoom = { maxZoom: 5.5 }
    await show({ controls: ['quality', 'flip'] })
    await tap('.quality')
    expect([attr(find('.slider'), 'min'), attr(find('.slider'), 'max'), text('.amount')]).toEqual([10, 55, '1×'])
    await slide(0, 25)
    expect(asked.at(-1)).toEqual(['setZoom', { zoom: 2.5 }])
    expect(text('.amount')).toBe('2.5×')
    await tap('.flip')
    expect(find('.slider')).toBeUndefined()
  })

  test('no zoom where it cannot, and no complaint', async () => {
    answers.getMaxZoom = new Error('getMaxZoom:fail not supported')
    await show({ controls: ['quality'] })
    await tap('.quality')
    expect(find('.slider')).toBeUndefined()
    expect(raised).toEqual([])
  })

  test('torch: with the back camera only, off again with another one', async () => {
    await show({ controls: ['torch', 'flip'] })
    expect(find('.torch')).toBeUndefined()
    await attributes({ devicePosition: 'back' })
    await tap('.torch')
    expect(called()).toEqual(['toggleTorch'])
    expect(label('.torch')).toBe('Torch, on')
    await tap('.flip')
    expect(label('.torch')).toBe('Torch, off')
  })

  test('snapshot: while on air; told, shown for a while, opened by a tap', async () => {
    answers.snapshot = { tempImagePath: 'wxfile://1.jpg', width: 720, height: 1280 }
    const previewImage = jest.fn()
    wxApi.previewImage = previewImage
    await show({ controls: ['snapshot'] })
    expect(find('.snapshot')).toBeUndefined()
    await live()
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    find('.snapshot')!.dispatchEvent('tap')
    await jest.advanceTimersByTimeAsync(50)
    expect(raised).toEqual([['snapshot', { path: 'wxfile://1.jpg', width: 720, height: 1280 }]])
    expect(text('.shot')).toContain('Picture taken')
    find('.shot')!.dispatchEvent('tap')
    await jest.advanceTimersByTimeAsync(50)
    expect(previewImage).toHaveBeenCalledWith({ urls: ['wxfile://1.jpg'] })
    await jest.advanceTimersByTimeAsync(5000)
    expect(find('.shot')).toBeUndefined()
    jest.useRealTimers()
  })
})

describe('music', () => {
  const open = async () => {
    await show({ bgm: BGM, controls: ['music'] })
    await tap('.music')
  }

  test('no button without a list', async () => {
    await show({ controls: ['music'] })
    expect(find('.music')).toBeUndefined()
  })

  test('plays, pauses, goes on, stops', async () => {
    await open()
    await tap('.play', 1)
    expect(asked).toEqual([['playBGM', { url: BGM[1]!.url }]])
    expect(label('.play', 1)).toBe('Dune, Pause')
    await tap('.play', 1)
    expect(label('.play', 1)).toBe('Dune, Play')
    await tap('.play', 1)
    await tap('.stop')
    expect(called()).toEqual(['playBGM', 'pauseBGM', 'resumeBGM', 'stopBGM'])
    expect(find('.stop')).toBeUndefined()
    expect(raised.map(([, detail]) => (detail as { on: boolean }).on)).toEqual([true, false, true, false])
    expect(raised[0]).toEqual(['musicchange', { on: true, name: 'Dune' }])
  })

  test('progress: whole seconds, only while the page of it is seen', async () => {
    const spy = spySetData()
    await open()
    await tap('.play')
    spy.clear()
    for (let ms = 61_000; ms < 63_000; ms += 100)
      native(find('.picture'), 'bgmprogress', { progress: ms, duration: 185_000 })
    expect(spy.calls).toHaveLength(2)
    expect(text('.track.current .amount')).toBe('1:02 / 3:05')
    part.triggerPageLifeTime('hide')
    native(find('.picture'), 'bgmprogress', { progress: 70_000, duration: 185_000 })
    part.triggerPageLifeTime('show')
    expect(spy.calls).toHaveLength(2)
    spy.restore()
    native(find('.picture'), 'bgmcomplete')
    await settle()
    expect(find('.track.current')).toBeUndefined()
    expect(raised.at(-1)).toEqual(['musicchange', { on: false, name: 'Tide' }])
  })

  test('volumes of music and voice', async () => {
    await open()
    await slide(0, 30)
    await slide(1, 80)
    expect(asked).toEqual([
      ['setBGMVolume', { volume: '0.3' }],
      ['setMICVolume', { volume: 0.8 }],
    ])
    expect(text('.body')).toContain('30%')
  })

  test('ends with the stream', async () => {
    await open()
    await live()
    await tap('.play')
    await pusher({ state: { phase: 'stopped' }, streamId: '' })
    expect(find('.track.current')).toBeUndefined()
  })
})

describe('what fails is said where one looks, and raised', () => {
  test.each([
    ['.torch', 'toggleTorch', 'Torch is not possible right now. Try again in a moment'],
    ['.snapshot', 'snapshot', 'Snapshot is not possible right now. Try again in a moment'],
  ])('%s', async (selector, method, sentence) => {
    answers[method] = new Error(`${method}:fail no`)
    await show({ controls: ['torch', 'snapshot'] })
    await live()
    await attributes({ devicePosition: 'back' })
    await tap(selector)
    expect(text('.toast')).toBe(sentence)
    expect(attr(find('.toast'), 'ariaRole')).toBe('alert')
    expect(raised).toEqual([
      [
        'error',
        expect.objectContaining({ reason: 'device-failed', message: `live-pusher ${method}: ${method}:fail no` }),
      ],
    ])
    await tap('.dismiss')
    expect(find('.toast')).toBeUndefined()
  })

  test('a track: refused, or broken later (10003)', async () => {
    answers.playBGM = new Error('playBGM:fail')
    await show({ bgm: BGM, controls: ['music'] })
    await tap('.music')
    await tap('.play')
    expect(text('.toasts.over')).toBe('This track does not play. Try another one')
    expect(find('.track.current')).toBeUndefined()
    answers = {}
    await tap('.play')
    expect(find('.toast')).toBeUndefined()
    native(find('.picture'), 'error', { errCode: 10003, errMsg: 'bgm' })
    await settle()
    expect(text('.toast')).toBe('This track does not play. Try another one')
    expect(find('.track.current')).toBeUndefined()
    expect(raised.at(-1)).toMatchObject([
      'error',
      { reason: 'device-failed', message: expect.stringContaining('10003') },
    ])
  })

  test('a WeChat without the method', async () => {
    await show({ bgm: BGM, controls: ['music'] })
    wxApi.createLivePusherContext = () => ({})
    await tap('.music')
    await tap('.play')
    expect(raised).toEqual([['error', expect.objectContaining({ reason: 'unsupported' })]])
    expect(text('.toast')).toBe('This track does not play. Try another one')
  })
})

describe('the microphone', () => {
  const mute = async (muted: boolean) => {
    room.session.set({ me: user('me', { silenced: muted }) })
    await settle()
  }

  test('taken by the host: shown, and said who can undo it', async () => {
    await show()
    await mute(true)
    await attributes({ enableMic: false })
    expect(label('.mic')).toBe('The host muted you. Ask the host to give the microphone back')
    expect(find('.muted')).toBeDefined()
    room.fail('pusher.setMic', LiveError.of('muted', 'taken'))
    await tap('.mic')
    expect(room.callsOf('pusher.setMic')).toEqual([[true]])
    expect(text('.toast')).toBe('The host muted you. Ask the host to give the microphone back')
    await mute(false)
    await attributes({ enableMic: true })
    expect(label('.mic')).toBe('Microphone, on')
  })

  test('shows how loud I am, and nothing while it is off', async () => {
    await show()
    await pusher({ volume: 60 })
    expect(attr(find('.level'), 'style') ?? find('.level')?.dom?.getAttribute('style')).toContain('60%')
    await attributes({ enableMic: false })
    expect(find('.level')).toBeUndefined()
  })

  test('speaking while it is off: said if the client hears it', async () => {
    await show()
    await attributes({ enableMic: false })
    await pusher({ volume: 20 })
    expect(find('.toast')).toBeUndefined()
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    room.pusher.set({ volume: 70 })
    await jest.advanceTimersByTimeAsync(1000)
    jest.useRealTimers()
    expect(text('.toast')).toBe('You are speaking, but your microphone is off')
  })
})

describe("the page's own", () => {
  test('order, hiding, and buttons that raise an event', async () => {
    const gift = { name: 'gift', label: 'Send a gift', icon: 'heart' }
    const logo = { name: 'logo', label: 'My shop', icon: '/images/shop.png' }
    await show({ controls: ['flip', gift, 'mic', 'more', logo] })
    expect(labels('.controls .control')).toEqual(['Flip', 'Send a gift', 'Microphone, on', 'More'])
    expect(find('.go')).toBeUndefined()
    await tap('.custom')
    await tap('.more')
    expect(text('.tiles .control')).toBe('My shop')
    expect(attr(find('.tiles .own'), 'src')).toBe('/images/shop.png')
    await tap('.tiles .control')
    expect(raised).toEqual([
      ['custom', { name: 'gift' }],
      ['custom', { name: 'logo' }],
    ])
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown control', { controls: ['mic', 'zoom'] }, '"zoom" is none of publish, mic'],
    ['a button without a label', { controls: [{ name: 'x' }] }, 'no { name, label, icon }'],
    [
      "a button with one of the kit's names",
      { controls: [{ name: 'mic', label: 'Mine' }] },
      'give your button another',
    ],
    ['nothing', { controls: [null, 'mic'] }, 'null is none of'],
    ['a level out of range', { settings: { beauty: 10 } }, 'settings.beauty: 10 is none of 0, 1, 2'],
    ['an unknown filter', { settings: { filter: 'color' } }, 'settings.filter: "color" is none of standard, pink'],
    ['an unknown setting', { settings: { glow: 1 } }, '"glow" is none of beauty, whiteness'],
    ['a track without a url', { bgm: [{ name: 'x' }] }, 'bgm[0]: write { name, url }'],
  ])('%s is named, the rest works', async (_, bad, message) => {
    await show()
    part.setData(bad)
    await settle()
    expect(raised).toEqual([
      ['error', expect.objectContaining({ reason: 'invalid-argument', message: expect.stringContaining(message) })],
    ])
    expect(tag('beauty')).toBe(0)
    expect(tag('filter')).toBe('standard')
    expect(find('.state')).toBeDefined()
  })

  test.each([null, 'mic', 7, {}])('controls, settings and bgm of a wrong type: %p', async (wrong) => {
    await show({ controls: wrong, settings: wrong, bgm: wrong })
    expect(find('.state')).toBeDefined()
    expect(tag('filter')).toBe('standard')
  })

  test('every control has a role and a label', async () => {
    await show({ bgm: BGM })
    await attributes({ devicePosition: 'back' })
    await live()
    await tap('.more')
    for (const selector of ['.controls .control', '.tiles .control', '.head .lm-button']) {
      const nodes = part.querySelectorAll(selector)
      expect(nodes.length).toBeGreaterThan(0)
      expect(nodes.map((node) => attr(node, 'ariaRole'))).toEqual(nodes.map(() => 'button'))
      expect(nodes.map((node) => attr(node, 'ariaLabel')).filter((word) => !/\w{3}/.test(String(word)))).toEqual([])
    }
  })
})

describe('bad days', () => {
  test.each([
    ['setZoom', 'Zoom'],
    ['setBGMVolume', 'Music volume'],
    ['setMICVolume', 'My volume'],
  ])('%s fails: the slider’s value is not believed, and a sentence says which', async (method, name) => {
    answers.getMaxZoom = { maxZoom: 4 }
    answers[method] = new Error(`${method}:fail`)
    await show({ bgm: BGM, controls: ['music', 'quality'] })
    await tap(method === 'setZoom' ? '.quality' : '.music')
    const before = text('.body')
    await slide(method === 'setMICVolume' ? 1 : 0, 20)
    expect(text('.toast')).toBe(`${name} is not possible right now. Try again in a moment`)
    expect(text('.body')).toBe(before)
    expect(raised).toEqual([['error', expect.objectContaining({ reason: 'device-failed' })]])
  })

  test.each(['startPreview', 'stopBGM', 'pauseBGM'])('%s fails: told, and the panel goes on', async (method) => {
    answers[method] = new Error(`${method}:fail`)
    await show({ bgm: BGM, controls: ['music', 'mic'] })
    if (method !== 'startPreview') {
      await tap('.music')
      await tap('.play')
      await tap(method === 'stopBGM' ? '.stop' : '.play')
      expect(find('.track.current')).toBeDefined()
    }
    expect(text('.toast')).toMatch(/\S{3}/)
    expect(find('.mic')).toBeDefined()
  })

  test('a camera that does not turn', async () => {
    await show()
    room.fail('pusher.switchCamera', LiveError.of('device-failed', 'no'))
    await tap('.flip')
    expect(text('.toast')).toBe('Flip is not possible right now. Try again in a moment')
  })

  test.each(['more', 'beauty', 'filter', 'voice', 'music', 'quality'])(
    'the room ends while %s is open',
    async (page) => {
      await show({ bgm: BGM, controls: ['mic', page, ...(page === 'more' ? ['voice'] : [])] })
      await live()
      await tap(`.${page}`)
      expect(find('.sheet')).toBeDefined()
      if (page === 'music') await tap('.play')
      room.session.set({
        connection: { state: 'left', reason: 'room-closed' },
        rights: { publish: false, chat: false, link: false, host: false, moderate: false },
      })
      await pusher({ state: { phase: 'stopped' }, streamId: '' })
      expect([find('.sheet'), find('.controls'), find('.away') === undefined]).toEqual([undefined, undefined, false])
      if (page === 'music') expect(raised.at(-1)).toEqual(['musicchange', { on: false, name: 'Tide' }])
    },
  )

  test('a room nobody entered: nothing, or the hint; no tag, no prompt', async () => {
    await show({ room: 'nowhere', hint: true })
    expect([text(), find('.picture'), asked]).toEqual(['Your picture appears here once you may go live', undefined, []])
    removeRoom('nowhere')
  })

  test('an unknown layout fills its parent and is named; odd languages and themes speak and show', async () => {
    await show({ lang: 7, theme: 'pink' })
    part.setData({ layout: 'huge' })
    await settle()
    expect(find('.lm-root.full')).toBeDefined()
    expect(raised).toEqual([['error', expect.objectContaining({ reason: 'invalid-argument' })]])
    expect(text('.state')).toBe('Preview')
  })

  test.each(['constructor', 'toString', '__proto__', 'valueOf'])(
    'a button of the page’s own may be called %s',
    async (name) => {
      await show({ controls: [{ name, label: 'Mine' }] })
      await tap('.custom')
      expect(raised).toEqual([['custom', { name }]])
    },
  )

  test('settings with names of every object’s own are no settings', async () => {
    await show()
    part.setData({ settings: { toString: 1 } })
    await settle()
    expect(raised).toEqual([
      ['error', expect.objectContaining({ message: expect.stringContaining('"toString" is none of') })],
    ])
  })
})

test('a second panel on the page says so and inserts nothing; the first one going frees the place', async () => {
  const { prototype } = (require('miniprogram-exparser') as { Component: { prototype: { getPageId?(): string } } })
    .Component
  prototype.getPageId = () => 'page-1'
  await show()
  getRoom('other').attach(room)
  const second = render(id, { lang: 'en', room: 'other' })
  const errors = collect(second, 'error')
  await settle()
  expect(second.querySelector('.picture')).toBeUndefined()
  expect(errors).toEqual([['error', expect.objectContaining({ reason: 'invalid-state' })]])
  expect(find('.picture')).toBeDefined()
  part.leave()
  second.leave()
  await settle()
  removeRoom('other')
  part = render(id, { lang: 'en' })
  await settle()
  expect(find('.picture')).toBeDefined()
  delete prototype.getPageId
})

test('a name of emoji, or right to left, or long, or with tags in it is text', async () => {
  for (const [name, initial] of [
    ['👩‍🚀'.repeat(50), '👩'],
    ['مرحبا', 'م'],
    ['<b>x</b>', '<'],
  ] as const) {
    await show()
    room.session.set({ me: user('me', { name }) })
    await attributes({ enableCamera: false })
    expect(text('.avatar')).toBe(initial)
    if (initial !== '<') part.leave()
  }
})
