/** What is mixed into a push and carried by it, what a weak network lets through, what a late decoder is given. Pure parts. */
import { writeAacTag, writeAvcTag, type FlvTag } from '@lianmai/flv'
import fc from 'fast-check'
import { checkTag } from '../../host/builtins/template-check'
import { playerEvents, playerProperties } from '../../host/media/player/attributes'
import { StreamTail } from '../../host/media/player/stream-tail'
import { pusherDefaults, pusherEvents, pusherProperties } from '../../host/media/pusher/attributes'
import { Bgm } from '../../host/media/pusher/bgm'
import { strengths } from '../../host/media/pusher/painter'
import { createSharedCamera } from '../../host/media/pusher/shared-camera'
import { SoundSource } from '../../host/media/pusher/sound-source'
import { VoiceEffects } from '../../host/media/pusher/voice-effects'
import { readMessages, writeMessage } from '../../host/media/sei'
import { WeakLink } from '../../host/media/transport/weak-link'

describe('messages within pictures', () => {
  /** A slice of a picture, with its length. */
  const slice = [0, 0, 0, 3, 0x65, 1, 2]

  test('any text comes out as it went in, whatever is around it, and never looks like a start code', () => {
    const text = fc.oneof(fc.string({ minLength: 1, maxLength: 600 }), fc.constant('\0\0\0\0\x01\0\0\x03连麦'))
    fc.assert(
      fc.property(text, text, (one, two) => {
        const [first, second] = [writeMessage(one), writeMessage(two)]
        expect(readMessages(Uint8Array.from([...first, ...second, ...slice]))).toEqual([one, two])
        const bytes = [...first.subarray(4)]
        expect(bytes.some((byte, i) => byte < 3 && bytes[i - 1] === 0 && bytes[i - 2] === 0)).toBe(false)
      }),
    )
  })

  test('empty and long texts are refused; a picture without a message, or cut short, has none', () => {
    expect(() => writeMessage('')).toThrow(RangeError)
    expect(() => writeMessage('连'.repeat(683))).toThrow('2048')
    expect(readMessages(Uint8Array.from(slice))).toEqual([])
    expect(readMessages(writeMessage('hello').subarray(0, 5))).toEqual([])
    // x264 signs its streams with user data.
    expect(readMessages(Uint8Array.of(0, 0, 0, 4, 6, 5, 1, 65))).toEqual([])
  })
})

describe('background music', () => {
  const RATE = 1000
  const told: unknown[] = []
  const piece = (span = {}) => {
    told.length = 0
    return new Bgm(new Float32Array(2000).fill(0.5), RATE, span, {
      started: () => told.push('started'),
      progress: (progress, duration) => told.push([progress, duration]),
      completed: () => told.push('completed'),
    })
  }
  const pull = (bgm: Bgm, count: number) => {
    const into = new Float32Array(count).fill(0.1)
    bgm.mixInto(into)
    return into
  }

  test('it is added with its volume, tells how far it is, and ends', () => {
    const bgm = piece()
    bgm.volume = 0.2
    expect(pull(bgm, 400).every((sample) => Math.abs(sample - 0.2) < 1e-6)).toBe(true)
    pull(bgm, 100)
    expect(told).toEqual(['started', [500, 2000]])
    const last = pull(bgm, 1600)
    expect([last[1499], last[1500]].map((sample) => sample!.toFixed(1))).toEqual(['0.2', '0.1'])
    expect(told).toEqual(['started', [500, 2000], [2000, 2000], 'completed'])
    expect(pull(bgm, 10)[0]).toBeCloseTo(0.1)
    expect(told).toHaveLength(4)
  })

  test('a span of it, and a pause', () => {
    const bgm = piece({ startTimeMs: 1500, endTimeMs: 1600 })
    bgm.paused = true
    expect(pull(bgm, 500)[0]).toBeCloseTo(0.1)
    bgm.paused = false
    expect([...pull(bgm, 101)].filter((sample) => sample > 0.3)).toHaveLength(100)
    expect(told).toEqual(['started', [1600, 2000], 'completed'])
  })

  test('the room hears music and, with an ear monitor, the voice; muting is of the voice, silence of both', () => {
    const room: number[] = []
    const sound = new SoundSource(48_000, (samples) => room.push(samples[10]!))
    sound.pull(100, 0)
    expect(room).toEqual([])
    sound.layers.add({ mixInto: (into) => void into.fill(0.25) })
    sound.muted = true
    expect(sound.pull(100, 0)[10]).toBe(0.25)
    sound.silent = true
    expect(sound.pull(100, 0)[10]).toBe(0)
    sound.muted = sound.silent = false
    sound.monitored = true
    sound.useTestTone()
    const sent = sound.pull(100, 50)[10]!
    expect(room).toEqual([0.25, sent])
    expect(Math.abs(sent)).not.toBe(0.25)
  })
})

describe('voices and rooms', () => {
  const RATE = 16_000
  const tone = () => Float32Array.from({ length: RATE }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 200 * i) / RATE))
  const crossings = (samples: Float32Array) =>
    samples
      .slice(RATE / 2)
      .reduce((count, sample, i, all) => count + (i > 0 && sample > 0 && all[i - 1]! <= 0 ? 1 : 0), 0)

  test('0 changes nothing, unknown numbers neither', () => {
    const samples = tone()
    new VoiceEffects(RATE).apply(samples, 5, 99)
    expect(samples).toEqual(tone())
  })

  test.each([
    [1, 150],
    [3, 80],
  ])('voice %d moves the pitch', (changer, hertz) => {
    const samples = tone()
    new VoiceEffects(RATE).apply(samples, changer, 0)
    // 100 in half a second as it was; the seams of the shifter cost a few.
    expect(Math.abs(crossings(samples) - hertz)).toBeLessThan(12)
  })

  test.each([1, 2, 3, 4, 5, 6, 7])('room %d comes back after the sound is over, and dies away', (reverb) => {
    const effects = new VoiceEffects(RATE)
    effects.apply(tone(), 0, reverb)
    const tail = new Float32Array(RATE * 4)
    effects.apply(tail, 0, reverb)
    expect(Math.max(...tail.subarray(0, RATE / 4))).toBeGreaterThan(0.01)
    expect(Math.max(...tail.subarray(RATE * 3))).toBeLessThan(0.01)
  })
})

test('custom-effect puts its own two strengths in the place of beauty and whiteness', () => {
  const look = { ...pusherDefaults, beauty: 3, whiteness: 20, skinWhiteness: 0.5, skinSmoothness: 2 }
  expect(strengths(look)).toEqual({ beauty: 3, whiteness: 9 })
  expect(strengths({ ...look, customEffect: true })).toEqual({ beauty: 9, whiteness: 4.5 })
})

test('WXML that asks for what a computer has not is told so with its line, all else passes', () => {
  const pusher = { properties: pusherProperties, events: pusherEvents, create: () => ({}) }
  const player = { properties: playerProperties, events: playerEvents, create: () => ({}) }
  const wxml = `<live-pusher mode="4K" filter="solor" face-thinness="{{1}}" audio-volume-type="auto"
    audio-volume-type="voicecall" enable-ear-monitor bindbgmcomplete="a" bindrendererror="b"/>
  <live-player sound-mode="{{mode}}" sound-mode="ear" enable-casting picture-in-picture-mode="push" bindload="c"/>`
  expect([...checkTag('live-pusher', pusher, wxml), ...checkTag('live-player', player, wxml)]).toEqual([
    { line: 1, message: '<live-pusher mode="4K">: not one of QVGA, HVGA, SD, HD, FHD, RTC' },
    { line: 1, message: '<live-pusher face-thinness>: faces are not looked for' },
    { line: 2, message: '<live-pusher audio-volume-type="voicecall">: a computer has one volume' },
    { line: 3, message: '<live-player sound-mode="ear">: a computer has no earpiece' },
    { line: 3, message: '<live-player enable-casting>: no device to cast to is looked for' },
    { line: 3, message: '<live-player> raises no event "load"' },
  ])
})

describe('which camera', () => {
  const camera = (deviceId: string, label = '') => ({ kind: 'videoinput', deviceId, label })
  test.each([
    ['one camera is asked by direction', [camera('a')], 'environment', { facingMode: 'environment' }],
    ['so are cameras nobody was allowed to see', [camera(''), camera('')], 'user', { facingMode: 'user' }],
    ['the second stands for the back', [camera('a'), camera('b')], 'environment', { deviceId: 'b' }],
    ['the first for the front', [camera('a'), camera('b')], 'user', { deviceId: 'a' }],
    ['unless one says so', [camera('a', 'Back Camera'), camera('b')], 'environment', { deviceId: 'a' }],
  ])('%s', async (_, cameras, facing, expected) => {
    const getUserMedia = jest.fn().mockRejectedValue(new Error('busy'))
    const devices = { getUserMedia, enumerateDevices: () => Promise.resolve(cameras as MediaDeviceInfo[]) }
    const shared = createSharedCamera(() => devices)
    await expect(shared.borrow(facing as 'user', {} as Window, () => undefined)).rejects.toThrow('busy')
    expect(getUserMedia).toHaveBeenCalledWith({ video: expect.objectContaining(expected) })
  })
})

describe('a weak network', () => {
  test('lets its rate through, in order, and no more than a moment of it after a pause', () => {
    const link = new WeakLink<Uint8Array>(8000)
    expect(link.take(0)).toEqual([])
    const messages = Array.from({ length: 40 }, (_, i) => new Uint8Array(100).fill(i))
    for (const message of messages) link.push(message)
    expect([link.queued, link.queuedMs]).toEqual([4000, 4000])
    const passed = [...link.take(100), ...link.take(60_000)]
    // 100 bytes a tenth of a second, then a credit of three tenths.
    expect(passed).toEqual(messages.slice(0, 4))
    expect(link.take(60_100)).toEqual([messages[4]])
    expect(link.drain()).toEqual(messages.slice(5))
    expect(link.queued).toBe(0)
  })

  test('what is large passes whole, and is paid for before the next', () => {
    const link = new WeakLink<Uint8Array>(8000)
    link.take(0)
    const [large, small] = [new Uint8Array(1000), new Uint8Array(1)]
    link.push(large)
    link.push(small)
    expect(link.take(10)).toEqual([large])
    expect(link.take(900)).toEqual([])
    expect(link.take(1100)).toEqual([small])
  })
})

describe('the end of a stream', () => {
  const video = (timestamp: number, key: boolean): FlvTag => ({
    ...{ type: 'video', timestamp },
    payload: writeAvcTag({ key, data: Uint8Array.of(timestamp) }),
  })
  const header = (type: 'video' | 'audio', byte: number): FlvTag => ({
    ...{ type, timestamp: 0 },
    payload: (type === 'video' ? writeAvcTag : writeAacTag)({ packet: 'header', data: Uint8Array.of(byte) }),
  })
  const sound = (timestamp: number): FlvTag => ({
    ...{ type: 'audio', timestamp },
    payload: writeAacTag({ data: Uint8Array.of(1) }),
  })

  test('is its headers, its last key frame and what followed; before the first key frame nothing', () => {
    const tail = new StreamTail()
    const heads = [header('video', 1), header('audio', 1)]
    const stream = [
      ...heads,
      sound(0),
      video(1, false),
      video(2, true),
      sound(2),
      video(3, true),
      sound(3),
      video(4, false),
    ]
    stream.slice(0, 4).forEach((tag) => tail.push(tag))
    expect(tail.all).toEqual(heads)
    stream.slice(4).forEach((tag) => tail.push(tag))
    expect(tail.all).toEqual([...heads, ...stream.slice(6)])
    expect(tail.headers).toEqual(heads)
  })

  test('tells when the sound is coded in another way, and never keeps a group without end', () => {
    const tail = new StreamTail()
    const tags = [header('audio', 1), header('audio', 1), header('video', 2), header('video', 3), header('audio', 2)]
    expect(tags.map((tag) => tail.push(tag))).toEqual([false, false, false, false, true])
    tail.push(video(0, true))
    for (let i = 0; i < 3000; i++) tail.push(sound(i))
    expect(tail.all).toHaveLength(2)
  })
})
