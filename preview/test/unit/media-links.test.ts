/** The two links on a fake socket and a fake clock: which codes a page sees, in which order, and what is on the wire. */
import {
  FlvDemuxer,
  parseAudioTag,
  parseMetadata,
  parseVideoTag,
  writeAacTag,
  writeAvcTag,
  writeFlvHeader,
  writeFlvTag,
} from '@lianmai/flv'
import type { EnvValues } from '../../host/env/types'
import type { MediaEnv } from '../../host/media/media-env'
import { FlvHead } from '../../host/media/player/flv-head'
import { PlayLink } from '../../host/media/transport/play-link'
import { PublishLink } from '../../host/media/transport/publish-link'

class FakeSocket {
  static readonly OPEN = 1
  static made: FakeSocket[] = []
  static get last(): FakeSocket {
    return FakeSocket.made.at(-1)!
  }
  readyState = 0
  bufferedAmount = 0
  binaryType = ''
  closed = false
  readonly sent: Uint8Array[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null

  constructor(
    readonly url: string,
    readonly protocol?: string,
  ) {
    FakeSocket.made.push(this)
  }
  send(bytes: Uint8Array): void {
    this.sent.push(bytes)
  }
  close(): void {
    this.closed = true
  }
  open(): void {
    this.readyState = FakeSocket.OPEN
    this.onopen?.()
  }
  say(text: string): void {
    this.onmessage?.({ data: text })
  }
  receive(bytes: Uint8Array): void {
    this.onmessage?.({ data: Uint8Array.from(bytes).buffer })
  }
  fail(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason })
  }
}

function fakeEnv(): { env: MediaEnv; network(value: EnvValues['network']): void } {
  const listeners = new Set<(value: never) => void>()
  const env = {
    network: 'online' as EnvValues['network'],
    media: { bridge: 'ws://preview.test/@mp/media', map: [{ from: 'rtmp://m.test', to: 'ws://m.test:80' }] },
    on: (_name: string, listener: (value: never) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return {
    env: env as unknown as MediaEnv,
    network: (value) => {
      env.network = value
      for (const listener of [...listeners]) listener(value as never)
    },
  }
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask'] })
  FakeSocket.made = []
  Object.assign(globalThis, { WebSocket: FakeSocket })
})

afterEach(() => {
  jest.useRealTimers()
  Reflect.deleteProperty(globalThis, 'WebSocket')
})

const PUBLISHED = '{"t":"published"}'

describe('publishing', () => {
  function publish(tracks = { video: true, audio: true }) {
    const raised: string[] = []
    const keys = jest.fn()
    const congested = jest.fn()
    const surroundings = fakeEnv()
    const link = new PublishLink(
      { url: 'rtmp://m.test/live/a?sign=1', env: surroundings.env, tracks, metadata: { width: 360 }, bitrate: 800_000 },
      { raise: (event) => raised.push(event), keyWanted: keys, congested },
    )
    link.open()
    return { link, raised, keys, congested, ...surroundings }
  }

  const tagsOf = (socket: FakeSocket) => {
    const demuxer = new FlvDemuxer()
    const tags = socket.sent.flatMap((bytes) => demuxer.push(bytes))
    return { header: demuxer.header, tags }
  }

  function begin(link: PublishLink): void {
    FakeSocket.last.open()
    FakeSocket.last.say(PUBLISHED)
    link.configureVideo(Uint8Array.of(1, 2))
    link.configureAudio(Uint8Array.of(3, 4))
  }

  test('the stream is head, metadata, both configurations, then frames from a key frame on, each with its own time', () => {
    const { link, raised } = publish()
    expect([FakeSocket.last.url, FakeSocket.last.protocol]).toEqual(['ws://m.test:80/live/a?sign=1', 'publish'])
    begin(link)
    link.sound(Uint8Array.of(9), 4990)
    link.picture(Uint8Array.of(8), 4995, false)
    link.picture(Uint8Array.of(7), 5000, true)
    link.sound(Uint8Array.of(6), 4998)
    link.sound(Uint8Array.of(6), 5019)
    link.picture(Uint8Array.of(5), 5066.7, false)
    link.sound(Uint8Array.of(4), 5040)
    const { header, tags } = tagsOf(FakeSocket.last)
    expect(header).toEqual({ audio: true, video: true })
    expect(parseMetadata(tags[0]!.payload)?.get('width')).toBe(360)
    expect(parseVideoTag(tags[1]!.payload)).toMatchObject({ packet: 'header', data: Uint8Array.of(1, 2) })
    expect(parseAudioTag(tags[2]!.payload)).toMatchObject({ packet: 'header', data: Uint8Array.of(3, 4) })
    expect(tags.slice(3).map(({ type, timestamp }) => [type, timestamp])).toEqual([
      ['video', 0],
      ['audio', 19],
      ['video', 67],
      // Coded later than the picture, and still the sound of its own moment.
      ['audio', 40],
    ])
    expect(raised).toEqual(['connected', 'pushing', 'firstFrameSent'])
  })

  test('nothing is sent before the yes of the server; without one the connection is given up', () => {
    const { link, raised } = publish()
    FakeSocket.last.open()
    link.configureVideo(Uint8Array.of(1))
    link.configureAudio(Uint8Array.of(2))
    link.picture(Uint8Array.of(3), 0, true)
    FakeSocket.last.say('hello')
    expect(FakeSocket.last.sent).toEqual([])
    jest.advanceTimersByTime(12_000)
    expect(raised).toEqual(['connected', 'serverDisconnected', 'reconnecting'])
    expect(FakeSocket.last.closed).toBe(true)
  })

  test('sound alone needs no key frame', () => {
    const { link } = publish({ video: false, audio: true })
    begin(link)
    link.sound(Uint8Array.of(1), 100)
    const { header, tags } = tagsOf(FakeSocket.last)
    expect(header).toEqual({ audio: true, video: false })
    expect(tags.map(({ type }) => type)).toEqual(['script', 'audio', 'audio'])
  })

  test('three tries of its own, then the terminal code and silence', () => {
    const { raised } = publish()
    FakeSocket.last.fail()
    for (const delay of [1000, 2000, 3000]) {
      jest.advanceTimersByTime(delay - 1)
      const count = FakeSocket.made.length
      jest.advanceTimersByTime(1)
      expect(FakeSocket.made).toHaveLength(count + 1)
      FakeSocket.last.fail()
    }
    jest.advanceTimersByTime(60_000)
    expect(raised.slice(-3)).toEqual(['reconnecting', 'connectFailed', 'disconnected'])
    expect(FakeSocket.made).toHaveLength(4)
  })

  test('a server that accepts and refuses does not get asked for ever; one that held does', () => {
    const { raised } = publish()
    for (let i = 0; i < 4; i++) {
      FakeSocket.last.open()
      FakeSocket.last.fail(4403, 'forbidden: not yours')
      jest.advanceTimersByTime(3000)
    }
    expect(raised.filter((event) => event === 'serverDisconnected')).toHaveLength(4)
    expect(raised.at(-1)).toBe('disconnected')

    const held = publish()
    for (let i = 0; i < 6; i++) {
      FakeSocket.last.open()
      FakeSocket.last.say(PUBLISHED)
      jest.advanceTimersByTime(5000)
      FakeSocket.last.fail()
      jest.advanceTimersByTime(1000)
    }
    expect(held.raised).not.toContain('disconnected')
  })

  test('a new connection starts with head and key frame again, and its time goes on', () => {
    const { link, keys } = publish()
    begin(link)
    link.picture(Uint8Array.of(1), 1000, true)
    FakeSocket.last.fail()
    link.picture(Uint8Array.of(2), 1500, true)
    jest.advanceTimersByTime(1000)
    keys.mockClear()
    FakeSocket.last.open()
    FakeSocket.last.say(PUBLISHED)
    expect(keys).toHaveBeenCalled()
    link.picture(Uint8Array.of(3), 2500, false)
    link.picture(Uint8Array.of(4), 3000, true)
    const { tags } = tagsOf(FakeSocket.last)
    expect(tags.map(({ type }) => type)).toEqual(['script', 'video', 'audio', 'video'])
    expect(tags.at(-1)).toMatchObject({ timestamp: 2000 })
  })

  test('a slow uplink loses pictures up to the next key frame, tells, and keeps the sound', () => {
    const { link, raised, keys, congested } = publish()
    begin(link)
    link.picture(Uint8Array.of(1), 0, true)
    const socket = FakeSocket.last
    socket.bufferedAmount = 100_001
    const sent = socket.sent.length
    link.picture(Uint8Array.of(2), 66, false)
    link.picture(Uint8Array.of(3), 133, true)
    expect(socket.sent).toHaveLength(sent)
    expect(raised.at(-1)).toBe('networkBusy')
    expect(congested).toHaveBeenCalledTimes(1)
    link.sound(Uint8Array.of(4), 140)
    expect(socket.sent).toHaveLength(sent + 1)
    socket.bufferedAmount = 0
    keys.mockClear()
    link.picture(Uint8Array.of(5), 200, false)
    expect(keys).toHaveBeenCalled()
    link.picture(Uint8Array.of(6), 266, true)
    expect(socket.sent).toHaveLength(sent + 2)
  })

  test('offline cuts at once and lets no try through; back online the next try works', async () => {
    const { raised, network } = publish()
    FakeSocket.last.open()
    const first = FakeSocket.last
    network('offline')
    expect(first.closed).toBe(true)
    await jest.advanceTimersByTimeAsync(1000)
    expect(FakeSocket.made).toHaveLength(1)
    expect(raised).toEqual(['connected', 'readWriteFailed', 'reconnecting', 'connectFailed', 'reconnecting'])
    network('online')
    await jest.advanceTimersByTimeAsync(2000)
    expect(FakeSocket.made).toHaveLength(2)
  })

  test('after close nothing happens any more', () => {
    const { link, raised, network } = publish()
    begin(link)
    link.close()
    const count = raised.length
    network('offline')
    link.picture(Uint8Array.of(1), 0, true)
    jest.advanceTimersByTime(60_000)
    expect(raised).toHaveLength(count)
    expect(jest.getTimerCount()).toBe(0)
  })
})

describe('playing', () => {
  const video = (time: number, key: boolean): Uint8Array =>
    writeFlvTag({ type: 'video', timestamp: time, payload: writeAvcTag({ data: Uint8Array.of(1, 2, 3), key }) })

  function play() {
    const raised: string[] = []
    const surroundings = fakeEnv()
    const events = { begun: jest.fn(), tags: jest.fn(), lost: jest.fn() }
    const link = new PlayLink(
      { src: 'rtmp://m.test/live/a', env: surroundings.env },
      { raise: (event) => raised.push(event), ...events },
    )
    link.open()
    return { link, raised, ...events, ...surroundings }
  }

  test('codes of a good start; tags arrive whatever the packets', () => {
    const { link, raised, tags, begun } = play()
    FakeSocket.last.open()
    expect(begun).toHaveBeenCalledTimes(1)
    const bytes = Buffer.concat([writeFlvHeader(), video(0, true), video(40, false)])
    FakeSocket.last.receive(bytes.subarray(0, 20))
    FakeSocket.last.receive(bytes.subarray(20))
    expect(raised).toEqual(['connected', 'streamBegin'])
    expect(tags.mock.calls.flat(2)).toHaveLength(2)
    expect(link.rates.take(performance.now() + 1000)).toMatchObject({ codedFPS: 2 })
  })

  test('silence, garbage and a closed socket are all a broken connection; three tries', () => {
    const { raised, lost } = play()
    FakeSocket.last.open()
    jest.advanceTimersByTime(10_000)
    expect(raised).toEqual(['connected', 'readWriteFailed', 'reconnecting'])
    jest.advanceTimersByTime(1000)
    FakeSocket.last.open()
    FakeSocket.last.receive(Buffer.from('this is no FLV'))
    jest.advanceTimersByTime(2000)
    FakeSocket.last.open()
    FakeSocket.last.fail(1000, 'ended')
    jest.advanceTimersByTime(3000)
    FakeSocket.last.fail()
    jest.advanceTimersByTime(60_000)
    expect(raised.slice(-2)).toEqual(['connectFailed', 'disconnected'])
    expect(FakeSocket.made).toHaveLength(4)
    expect(lost).toHaveBeenCalledTimes(4)
  })

  test('only moving pictures renew the tries, bytes do not', () => {
    const { link, raised } = play()
    for (let i = 0; i < 4; i++) {
      FakeSocket.last.open()
      FakeSocket.last.receive(Buffer.concat([writeFlvHeader(), video(0, true)]))
      if (i < 2) link.succeeded()
      link.reconnect('no decoder for it')
      jest.advanceTimersByTime(3000)
    }
    expect(raised).not.toContain('disconnected')
    for (let i = 0; i < 2; i++) {
      FakeSocket.last.open()
      link.reconnect('no decoder for it')
      jest.advanceTimersByTime(3000)
    }
    expect(raised.at(-1)).toBe('disconnected')
  })

  test('time that runs backwards is told', () => {
    const { raised } = play()
    FakeSocket.last.open()
    FakeSocket.last.receive(Buffer.concat([writeFlvHeader(), video(100, true), video(40, false)]))
    expect(raised.at(-1)).toBe('timestampBack')
  })

  test('a URL that cannot be played throws before anything is opened', () => {
    const { env } = fakeEnv()
    const link = new PlayLink(
      { src: 'mailto:x', env },
      { raise: jest.fn(), begun: jest.fn(), tags: jest.fn(), lost: jest.fn() },
    )
    expect(() => link.open()).toThrow('is not a stream')
    expect(FakeSocket.made).toHaveLength(0)
  })
})

describe('which tracks a player is promised', () => {
  const videoTag = { type: 'video' as const, timestamp: 0, payload: writeAvcTag({ data: Uint8Array.of(1), key: true }) }
  const audioTag = { type: 'audio' as const, timestamp: 0, payload: writeAacTag({ data: Uint8Array.of(1) }) }

  function head() {
    const demuxer = new FlvDemuxer()
    const count = jest.fn()
    const flvHead = new FlvHead((bytes) => count(demuxer.push(bytes).length))
    return { flvHead, demuxer }
  }

  test('both at once when both came', () => {
    const { flvHead, demuxer } = head()
    flvHead.push(videoTag)
    expect(demuxer.header).toBeUndefined()
    flvHead.push(audioTag)
    expect(demuxer.header).toEqual({ audio: true, video: true })
    expect(jest.getTimerCount()).toBe(0)
  })

  test('the one that came within a second', () => {
    const { flvHead, demuxer } = head()
    flvHead.push(videoTag)
    jest.advanceTimersByTime(1000)
    expect(demuxer.header).toEqual({ audio: false, video: true })
  })

  test('nothing after close', () => {
    const { flvHead, demuxer } = head()
    flvHead.push(videoTag)
    flvHead.close()
    jest.advanceTimersByTime(2000)
    expect(demuxer.header).toBeUndefined()
  })
})
