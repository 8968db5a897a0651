/** The pure parts of the live tags: presets, URLs, figures, sound arithmetic. */
import fc from 'fast-check'
import { cardOf } from '../../host/media/player/card-renderer'
import { cardScript } from '../../host/media/player/card-script'
import { pusherDefaults, type PusherAttributes } from '../../host/media/pusher/attributes'
import { colourFilter, previewTransform } from '../../host/media/pusher/painter'
import { addTestTone, LevelMeter, PcmFifo, Resampler } from '../../host/media/pusher/pcm'
import { coverCrop } from '../../host/media/pusher/picture-source'
import { pushProfile } from '../../host/media/pusher/profile'
import { clockText, hueOf } from '../../host/media/pusher/test-card'
import { resolveMediaUrl } from '../../host/media/transport/media-url'
import { qualityLevel, StreamRates, volumeOf } from '../../host/media/transport/rates'
import { RetryBudget } from '../../host/media/transport/retry'

const attributes = (some: Partial<PusherAttributes>): PusherAttributes => ({ ...pusherDefaults, ...some })

describe('what the encoders are set to', () => {
  test.each([
    [{}, { width: 360, height: 640, fps: 15, gopSeconds: 1, videoBitrate: 800_000, codec: 'avc1.42E01E' }],
    [{ mode: 'SD' }, { width: 360, height: 640, gopSeconds: 2, videoBitrate: 600_000 }],
    [{ mode: 'HD' }, { width: 540, height: 960, videoBitrate: 1_000_000, codec: 'avc1.42E01F' }],
    [
      { mode: 'FHD', maxBitrate: 2000 },
      { width: 720, height: 1280, videoBitrate: 1_500_000, codec: 'avc1.42E01F' },
    ],
    [{ mode: 'FHD' }, { videoBitrate: 1_000_000 }],
    [
      { mode: 'QVGA', minBitrate: 300 },
      { videoBitrate: 300_000, minVideoBitrate: 300_000 },
    ],
    [
      { mode: 'HD', videoWidth: 480, videoHeight: 480 },
      { width: 480, height: 480 },
    ],
    [{ orientation: 'horizontal' }, { width: 640, height: 360 }],
    [{ aspect: '3:4' }, { width: 360, height: 480 }],
    [
      { videoWidth: 361, videoHeight: 639.4 },
      { width: 362, height: 640 },
    ],
    [{ fps: 0 }, { fps: 15 }],
    [{ fps: 90 }, { fps: 30 }],
    [{ audioQuality: 'low' }, { audioSampleRate: 16_000 }],
    [{}, { audioSampleRate: 48_000 }],
  ])('%j', (some, expected) => {
    expect(pushProfile(attributes(some))).toMatchObject(expected)
  })

  test('what no encoder can do is refused with the attribute to change', () => {
    expect(() => pushProfile(attributes({ mode: '4K' }))).toThrow('mode="4K" is unknown, use one of QVGA')
    expect(() => pushProfile(attributes({ videoWidth: 9000, videoHeight: 9000 }))).toThrow('lower video-width')
  })
})

describe('where a URL leads', () => {
  const bridge = 'ws://127.0.0.1:5173/@mp/media'
  const map = [{ from: 'rtmp://live.test:1935', to: 'ws://127.0.0.1:8080' }]

  test.each([
    ['rtmp://live.test:1935/live/a?sign=x%2Fy&t=1', 'ws://127.0.0.1:8080/live/a?sign=x%2Fy&t=1'],
    ['rtmp://live.test/live/a', 'ws://127.0.0.1:8080/live/a'],
    ['ws://other.test/live/a', 'ws://other.test/live/a'],
  ])('%s', (text, expected) => {
    expect(resolveMediaUrl(text, 'play', { bridge, map })).toBe(expected)
  })

  test.each(['rtmp://live.test:1936/live/a', 'http://live.test:1935/live/a.flv', 'rtmp://live.test.evil:1935/live/a'])(
    '%s is of another origin and takes the bridge, whole',
    (text) => {
      const url = new URL(resolveMediaUrl(text, 'publish', { bridge, map }))
      expect([url.origin, url.pathname]).toEqual(['ws://127.0.0.1:5173', '/@mp/media'])
      expect([...url.searchParams]).toEqual([
        ['action', 'publish'],
        ['url', text],
      ])
    },
  )

  test('a pair may carry a path; a path that only begins alike is another one', () => {
    const settings = { bridge, map: [{ from: 'rtmp://live.test/a', to: 'ws://127.0.0.1:8080/b/' }] }
    expect(resolveMediaUrl('rtmp://live.test/a/x', 'play', settings)).toBe('ws://127.0.0.1:8080/b/x')
    expect(resolveMediaUrl('rtmp://live.test/ab/x', 'play', settings)).toContain(bridge)
  })

  test.each([
    ['', 'is not a URL: write rtmp://'],
    ['live/a', 'is not a URL'],
    ['room://x', 'is not a stream'],
  ])('%j is refused with the remedy', (text, message) => {
    expect(() => resolveMediaUrl(text, 'play', { bridge, map })).toThrow(message)
  })
})

describe('figures', () => {
  test('rates are of the interval, GOP outlives it', () => {
    const rates = new StreamRates(1000)
    rates.video(1000, 0, true)
    for (let i = 1; i < 20; i++) rates.video(500, i * 100, false)
    rates.video(1500, 2000, true)
    rates.audio(2000)
    rates.wire(15_000)
    expect(rates.take(3000)).toEqual({
      videoBitrate: 48,
      audioBitrate: 8,
      netSpeed: 60,
      codedFPS: 11,
      videoGOP: 2,
      netJitter: 0,
    })
    expect(rates.take(5000)).toMatchObject({ videoBitrate: 0, netSpeed: 0, codedFPS: 0, videoGOP: 2 })
  })

  test('jitter is 0 for an even pace, whatever the clocks, and grows with uneven arrival', () => {
    const even = new StreamRates(0)
    const uneven = new StreamRates(0)
    for (let i = 0; i < 100; i++) {
      even.arrived(7000 + i * 40, i * 40)
      uneven.arrived(i * 40 + (i % 2) * 100, i * 40)
    }
    expect(even.take(1).netJitter).toBe(0)
    expect(uneven.take(1).netJitter).toBeGreaterThan(90)
  })

  test.each([
    [0, 0, 0],
    [0, 100, 1],
    [100, 100, 2],
    [300, 100, 3],
    [500, 100, 4],
    [1200, 100, 5],
    [1201, 100, 6],
  ])('delay %d ms at %d kbps is level %d', (delay, speed, level) => {
    expect(qualityLevel(delay, speed)).toBe(level)
  })

  test.each([
    [0, 0],
    [0.0005, 0],
    [0.001, 0],
    [0.1, 67],
    [1, 100],
    [4, 100],
  ])('sound of %d is volume %d', (rms, volume) => {
    expect(volumeOf(rms)).toBe(volume)
  })

  test('three tries, then none until something worked', () => {
    const budget = new RetryBudget([1, 2, 3])
    const all = [budget.next(), budget.next(), budget.next(), budget.next()]
    expect(all).toEqual([1, 2, 3, undefined])
    expect(budget.attempt).toBe(3)
    budget.succeeded()
    expect([budget.next(), budget.attempt]).toEqual([1, 1])
  })
})

describe('sound', () => {
  const sine = (hertz: number, rate: number, count: number, from = 0): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * hertz * (i + from)) / rate))

  test('resampling in blocks keeps pitch and level, and gives neither more nor fewer samples', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([48_000, 16_000], [44_100, 48_000], [16_000, 48_000], [48_000, 48_000]),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 20, maxLength: 60 }),
        ([from, to], sizes) => {
          const resampler = new Resampler(from!, to!)
          let given = 0
          const out: number[] = []
          for (const size of sizes) {
            out.push(...resampler.process(sine(200, from!, size, given)))
            given += size
          }
          expect(Math.abs(out.length - (given * to!) / from!)).toBeLessThanOrEqual(2)
          // Neighbours of a 200 Hz tone lie close together: a seam between blocks would show as a jump.
          const jump = Math.max(...out.slice(1).map((value, i) => Math.abs(value - out[i]!)))
          expect(jump).toBeLessThan((2 * Math.PI * 200 * 1.5) / to!)
        },
      ),
    )
  })

  test('the buffer waits until it is filled, gives what it has, and drops what is too old', () => {
    const fifo = new PcmFifo(4, 8)
    const pull = (count: number): number[] => {
      const into = new Float32Array(count)
      fifo.mixInto(into, 2)
      return [...into]
    }
    fifo.push(Float32Array.of(1, 2, 3))
    expect(pull(2)).toEqual([0, 0])
    fifo.push(Float32Array.of(4))
    expect(pull(3)).toEqual([2, 4, 6])
    expect(pull(3)).toEqual([8, 0, 0])
    fifo.push(Float32Array.of(5, 6))
    expect(pull(2)).toEqual([0, 0])
    fifo.push(Float32Array.from({ length: 10 }, (_, i) => 10 + i))
    expect(fifo.buffered).toBe(4)
    expect(pull(4)).toEqual([32, 34, 36, 38])
  })

  test('the test tone beeps at the start of each second and is silent after', () => {
    const level = (startMs: number): number => {
      const samples = new Float32Array(4800)
      addTestTone(samples, startMs, 48_000)
      const meter = new LevelMeter()
      meter.add(samples)
      return meter.take()
    }
    expect(level(5000)).toBeGreaterThan(0.03)
    expect(level(5200)).toBe(0)
    expect(level(5850)).toBe(0)
  })
})

describe('pictures', () => {
  test.each([
    [
      { width: 640, height: 480 },
      { width: 360, height: 640 },
      { x: 185, y: 0, width: 270, height: 480 },
    ],
    [
      { width: 360, height: 640 },
      { width: 360, height: 640 },
      { x: 0, y: 0, width: 360, height: 640 },
    ],
    [
      { width: 100, height: 400 },
      { width: 200, height: 200 },
      { x: 0, y: 150, width: 100, height: 100 },
    ],
  ])('%j fills %j', (from, to, crop) => {
    expect(coverCrop(from, to)).toEqual(crop)
  })

  test.each([
    [{}, true, 'scaleX(-1)'],
    [{}, false, ''],
    [{ devicePosition: 'back' }, true, ''],
    [{ localMirror: 'enable', devicePosition: 'back' }, true, 'scaleX(-1)'],
    [{ localMirror: 'disable' }, true, ''],
    [{ remoteMirror: true }, true, ''],
    [{ mirror: true, localMirror: 'disable' }, true, 'scaleX(-1)'],
  ])('preview of %j, camera %s: "%s"', (some, isCamera, transform) => {
    expect(previewTransform(attributes(some), isCamera)).toBe(transform)
  })

  test('colour filter and whiteness add up', () => {
    expect(colourFilter(attributes({}))).toBe('none')
    expect(colourFilter(attributes({ filter: 'nostalgia', whiteness: 20 }))).toBe('sepia(0.6) brightness(1.27)')
  })

  test.each([
    ['simulated:ann?name=Ann%20Lee&hue=200', { name: 'Ann Lee', hue: 200 }],
    ['simulated:%E5%B0%8F%E6%98%8E', { name: '小明', hue: hueOf('小明') }],
    ['simulated:bo?hue=blue', { name: 'bo', hue: hueOf('bo') }],
  ])('%s', (src, card) => {
    expect(cardOf(src)).toEqual(card)
  })

  test('the clock of the test card shows tenths', () => {
    expect(clockText(new Date(2026, 0, 1, 9, 5, 7, 340).getTime())).toBe('09:05:07.3')
  })
})

describe('what a simulated address says of its person', () => {
  const START = 1_700_000_000_000
  const at = (query: string, offset: number) => {
    const { frozen, speaking } = cardScript(`simulated:alice?name=Alice${query}`)
    return [frozen(START + offset), speaking(START + offset)]
  }

  test.each([
    ['', 0, [false, false]],
    [`&freeze=${START + 100}-${START + 200}`, 99, [false, false]],
    [`&freeze=${START + 100}-${START + 200}`, 100, [true, false]],
    [`&freeze=${START + 100}-${START + 200}`, 200, [false, false]],
    [`&speak=${START},0,50-60`, 55, [false, true]],
    [`&speak=${START},0,50-60`, 1055, [false, false]],
    [`&speak=${START},1000,50-60,90-95`, 1055, [false, true]],
    [`&speak=${START},1000,50-60,90-95`, 2092, [false, true]],
    [`&speak=${START},1000,50-60&speak=${START},0,70-80`, 75, [false, true]],
    [`&speak=${START},1000,50-60`, -950, [false, false]],
    ['&speak=nonsense&freeze=x', 0, [false, false]],
  ])('%s at %i', (query, offset, expected) => {
    expect(at(query, offset)).toEqual(expected)
  })
})
