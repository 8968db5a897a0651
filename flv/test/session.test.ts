import type { FlvTag } from '../src/index'
import { ChunkWriter, RtmpError, parseRtmpUrl, writeMetadata } from '../src/index'
import { Conversation, yes } from './support/conversation'

const video: FlvTag = { type: 'video', timestamp: 0x1000001, payload: new Uint8Array(100_000).fill(9) }
const meta: FlvTag = { type: 'script', timestamp: 0, payload: writeMetadata({ width: 64 }) }

describe('a client publishes', () => {
  test('everything in order, metadata and timestamps intact', () => {
    const talk = new Conversation('publish')
    expect(talk.clientEvents).toEqual([{ type: 'started' }])
    expect(talk.serverEvents).toMatchObject([
      { request: { kind: 'connect', app: 'live', tcUrl: 'rtmp://host/live' } },
      { request: { kind: 'publish', app: 'live', name: 'name', query: 'token=a' } },
    ])
    talk.toServer(talk.client.media(meta))
    talk.toServer(talk.client.media(video))
    talk.toServer(talk.client.stop())
    expect(talk.serverEvents.slice(2)).toEqual([
      { type: 'media', tag: meta },
      { type: 'media', tag: video },
      { type: 'stop', kind: 'publish' },
    ])
  })

  test('refused: the client hears code and text, and nothing it sends comes out as media', () => {
    const talk = new Conversation('publish', (session, request) =>
      request.kind === 'connect'
        ? session.accept(request)
        : session.refuse(request, 'NetStream.Publish.BadName', 'taken'),
    )
    expect(talk.clientEvents).toEqual([{ type: 'refused', code: 'NetStream.Publish.BadName', description: 'taken' }])
    const stubborn = new ChunkWriter().write(
      { type: 9, streamId: 1, timestamp: 0, payload: video.payload.slice(0, 90) },
      6,
    )
    expect(talk.server.push(stubborn)).toEqual([])
    expect(() => talk.client.media(video)).toThrow(RtmpError)
  })

  test('refused at connect', () => {
    const talk = new Conversation('publish', (session, request) =>
      session.refuse(request, 'NetConnection.Connect.InvalidApp', 'no'),
    )
    expect(talk.clientEvents).toEqual([
      { type: 'refused', code: 'NetConnection.Connect.InvalidApp', description: 'no' },
    ])
  })

  test('thrown out later', () => {
    const talk = new Conversation('publish')
    talk.toClient(talk.server.revoke('NetStream.Publish.Denied', 'kicked'))
    expect(talk.clientEvents.at(-1)).toEqual({ type: 'ended', code: 'NetStream.Publish.Denied', description: 'kicked' })
    talk.toServer(new ChunkWriter().write({ type: 9, streamId: 1, timestamp: 0, payload: Uint8Array.of(1) }, 6))
    expect(talk.serverEvents.filter((event) => event.type === 'media')).toEqual([])
  })
})

describe('a client plays', () => {
  test('media until the end of the stream', () => {
    const talk = new Conversation('play')
    expect(talk.serverEvents.at(-1)).toMatchObject({ request: { kind: 'play', name: 'name', query: 'token=a' } })
    talk.clientEvents.length = 0
    talk.toClient(talk.server.media(video))
    talk.toClient(talk.server.endPlay())
    expect(talk.clientEvents[0]).toEqual({ type: 'media', tag: video })
    expect(talk.clientEvents[1]).toMatchObject({ type: 'ended', code: 'StreamEOF' })
    expect(talk.clientEvents).toHaveLength(2)
    expect(() => talk.server.media(video)).toThrow(RtmpError)
  })

  test('begins with "started"', () => {
    expect(new Conversation('play').clientEvents[0]).toEqual({ type: 'started' })
  })

  test('refused', () => {
    const talk = new Conversation('play', (session, request) =>
      request.kind === 'connect'
        ? yes(session, request)
        : session.refuse(request, 'NetStream.Play.StreamNotFound', 'none'),
    )
    expect(talk.clientEvents).toMatchObject([{ type: 'refused', code: 'NetStream.Play.StreamNotFound' }])
  })
})

test.each([
  ['rtmp://a.b/live/n', { host: 'a.b', port: 1935, app: 'live', name: 'n', query: '', tcUrl: 'rtmp://a.b/live' }],
  ['rtmp://a:19/live/d/n?k=v?w', { port: 19, name: 'd/n', query: 'k=v?w', tcUrl: 'rtmp://a:19/live' }],
  ['rtmp://[::1]:19/live/n', { host: '::1', port: 19, tcUrl: 'rtmp://[::1]:19/live' }],
])('%s', (url, parts) => {
  expect(parseRtmpUrl(url)).toMatchObject(parts)
})

test.each(['http://a/live/n', 'rtmp://a/live', 'rtmp://a:99999/live/n', 'rtmp://'])('%s is no RTMP URL', (url) => {
  expect(() => parseRtmpUrl(url)).toThrow(RtmpError)
})
