import fc from 'fast-check'
import type { FlvTag } from '../src/index'
import { RtmpClientSession, RtmpError, RtmpServerSession, writeMetadata } from '../src/index'
import { Conversation } from './support/conversation'
import { applyDamage, cut, damage, places } from './support/split'

const video: FlvTag = { type: 'video', timestamp: 0x1000001, payload: new Uint8Array(100_000).fill(9) }
const meta: FlvTag = { type: 'script', timestamp: 0, payload: writeMetadata({ width: 64 }) }

const recorded = new Conversation('publish')
recorded.toServer(recorded.client.media(meta))
recorded.toServer(recorded.client.media({ ...video, payload: new Uint8Array(300) }))
const bytes = new Uint8Array(Buffer.concat(recorded.sent))

/** Only what follows the handshake is worth damaging. */
const HANDSHAKE = 1 + 1536 * 2

function serve(parts: Uint8Array[]): number {
  const session = new RtmpServerSession({ maxMessageSize: 1 << 16 })
  let media = 0
  const run = (events: ReturnType<RtmpServerSession['push']>): void => {
    for (const event of events) {
      if (event.type === 'media') media++
      if (event.type === 'request') run(session.accept(event.request))
    }
  }
  for (const part of parts) run(session.push(part))
  return media
}

test('a recorded conversation survives any split', () => {
  fc.assert(fc.property(places, (where) => expect(serve(cut(bytes, where))).toBe(2)))
})

test('a damaged one gives events or an RtmpError', () => {
  fc.assert(
    fc.property(damage, places, (how, where) => {
      const damaged = Buffer.concat([bytes.slice(0, HANDSHAKE), applyDamage(bytes.slice(HANDSHAKE), how)])
      try {
        expect(serve(cut(damaged, where))).toBeGreaterThanOrEqual(0)
      } catch (error) {
        if (!(error instanceof RtmpError)) throw error
      }
    }),
    { numRuns: 1000 },
  )
})

test('a client stands a damaged server as well', () => {
  const parts: Uint8Array[] = []
  const talk = new Conversation('play', (session, request) => {
    const events = session.accept(request)
    for (const event of events) if (event.type === 'send') parts.push(event.bytes)
    return events
  })
  parts.push(talk.server.media(meta), talk.server.endPlay())
  const hello = new Uint8Array(HANDSHAKE)
  hello[0] = 3
  fc.assert(
    fc.property(damage, places, (how, where) => {
      const client = new RtmpClientSession({ url: 'rtmp://h/live/n', role: 'play' })
      try {
        client.push(hello)
        for (const part of cut(applyDamage(new Uint8Array(Buffer.concat(parts)), how), where)) {
          expect(client.push(part)).toBeInstanceOf(Array)
        }
      } catch (error) {
        if (!(error instanceof RtmpError)) throw error
      }
    }),
    { numRuns: 500 },
  )
})
