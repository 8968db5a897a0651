/** Plays and publishes RTMP for a WebSocket: our own client session over a plain socket. */
import {
  FlvDemuxer,
  RtmpClientSession,
  writeFlvHeader,
  writeFlvTag,
  type FlvTag,
  type RtmpClientEvent,
} from '@lianmai/flv'
import { connect, type Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { CLOSE, refuse } from './close'
import { MAX_UNSENT } from './http-flv'

/** From the connection to the server's yes; also bounds what a publisher sends meanwhile. */
const START_TIMEOUT_MS = 10_000

/** Sent to a publisher once the server agreed, as our relay does: an open socket alone says nothing. */
const PUBLISHED = JSON.stringify({ t: 'published' })

interface RtmpHandlers {
  started?(): void
  media?(tag: FlvTag): void
}

/** One RTMP connection whose end is the WebSocket's end, and the other way round. */
class RtmpConnection {
  readonly session: RtmpClientSession
  private readonly socket: Socket

  constructor(
    private readonly client: WebSocket,
    url: string,
    role: 'play' | 'publish',
    private readonly handlers: RtmpHandlers,
  ) {
    this.session = new RtmpClientSession({ url, role })
    const { host, port } = this.session.target
    this.socket = connect({ host, port, noDelay: true })
    this.socket.setTimeout(START_TIMEOUT_MS, () => this.end(CLOSE.upstream, `${host}:${port} does not answer`))
    this.socket.on('connect', () => this.socket.write(this.session.start()))
    this.socket.on('data', (bytes) => this.receive(bytes))
    this.socket.on('error', ({ message }) => this.end(CLOSE.upstream, message))
    this.socket.on('close', () => this.end(CLOSE.upstream, `${host}:${port} closed the connection`))
    client.on('close', () => this.leave())
  }

  get unsent(): number {
    return this.socket.writableLength
  }

  publish(tag: FlvTag): void {
    this.socket.write(this.session.media(tag))
  }

  end(code: number, reason: string): void {
    if (this.client.readyState === this.client.OPEN) refuse(this.client, code, reason)
    this.socket.destroy()
  }

  private leave(): void {
    if (!this.socket.destroyed) this.socket.end(this.session.stop())
  }

  private receive(bytes: Uint8Array): void {
    let events: RtmpClientEvent[]
    try {
      events = this.session.push(bytes)
    } catch (error) {
      return this.end(CLOSE.malformed, error instanceof Error ? error.message : String(error))
    }
    for (const event of events) this.handle(event)
  }

  private handle(event: RtmpClientEvent): void {
    switch (event.type) {
      case 'send':
        this.socket.write(event.bytes)
        return
      case 'started':
        this.socket.setTimeout(0)
        return this.handlers.started?.()
      case 'media':
        return this.handlers.media?.(event.tag)
      case 'refused':
        return this.end(CLOSE.forbidden, `${event.code} ${event.description}`.trim())
      case 'ended':
        return this.end(CLOSE.ended, event.description || event.code)
    }
  }
}

/** Opens the connection, or closes the WebSocket when the URL is none. */
function open(
  client: WebSocket,
  url: string,
  role: 'play' | 'publish',
  handlers: RtmpHandlers,
): RtmpConnection | undefined {
  try {
    return new RtmpConnection(client, url, role, handlers)
  } catch (error) {
    refuse(client, CLOSE.badRequest, error instanceof Error ? error.message : String(error))
    return undefined
  }
}

export function playRtmp(client: WebSocket, url: string): void {
  const connection = open(client, url, 'play', {
    // RTMP does not say which tracks there are; the player finds out from the tags.
    started: () => client.send(writeFlvHeader()),
    media: (tag) => {
      client.send(writeFlvTag(tag))
      if (client.bufferedAmount > MAX_UNSENT) connection?.end(CLOSE.tooSlow, 'the player is too slow for this stream')
    },
  })
}

export function publishRtmp(client: WebSocket, url: string): void {
  const demuxer = new FlvDemuxer()
  let waiting: FlvTag[] | undefined = []
  const connection = open(client, url, 'publish', {
    started: () => {
      client.send(PUBLISHED)
      const tags = waiting ?? []
      waiting = undefined
      for (const tag of tags) connection?.publish(tag)
    },
  })
  client.on('message', (data: Buffer) => {
    if (!connection) return
    try {
      for (const tag of demuxer.push(data)) {
        if (waiting) waiting.push(tag)
        else connection.publish(tag)
      }
    } catch (error) {
      return connection.end(CLOSE.malformed, error instanceof Error ? error.message : String(error))
    }
    if (connection.unsent > MAX_UNSENT) connection.end(CLOSE.tooSlow, 'the media server is too slow for this stream')
  })
}
