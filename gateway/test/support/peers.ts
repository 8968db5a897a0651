import type { ClientRequest, IncomingMessage } from 'node:http'
import { get, request as httpRequest } from 'node:http'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import type { FlvTag, RtmpClientEvent } from '@lianmai/flv'
import { FlvDemuxer, RtmpClientSession, writeFlvHeader, writeFlvTag } from '@lianmai/flv'
import WebSocket from 'ws'
import { Log } from './events'

/** Somebody who receives tags until the connection ends. */
export interface TestPlayer {
  tags: Log<FlvTag>
  demuxer: FlvDemuxer
  stop(): void
}

export interface HttpPlayer extends TestPlayer {
  response: Promise<IncomingMessage>
  ended: Promise<void>
}

export function playHttp(url: string): HttpPlayer {
  const tags = new Log<FlvTag>()
  const demuxer = new FlvDemuxer()
  let request: ClientRequest | undefined
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request = get(url, { agent: false }, resolve).on('error', reject)
  })
  const ended = response.then(
    (incoming) =>
      new Promise<void>((resolve) => {
        incoming.on('data', (bytes: Buffer) => demuxer.push(bytes).forEach((tag) => tags.add(tag)))
        incoming.on('error', () => resolve()).on('end', resolve)
      }),
  )
  return { tags, demuxer, response, ended, stop: () => request?.destroy() }
}

/** A whole response with a JSON body. */
export async function fetchJson(url: string, method = 'GET', body?: Uint8Array) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(url, { method, agent: false }, resolve).on('error', reject).end(body)
  })
  let text = ''
  for await (const part of response) text += String(part)
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(text || 'null') as unknown }
}

export interface WsPeer extends TestPlayer {
  socket: WebSocket
  texts: Log<string>
  opened: Promise<void>
  closed: Promise<{ code: number; reason: string }>
  /** Sends the file header when it is the first, then the tags. */
  send(...tags: FlvTag[]): void
}

export function openWs(url: string, protocol?: 'publish'): WsPeer {
  const socket = protocol ? new WebSocket(url, protocol) : new WebSocket(url)
  const tags = new Log<FlvTag>()
  const texts = new Log<string>()
  const demuxer = new FlvDemuxer()
  socket.on('message', (data, binary) => {
    if (binary) demuxer.push(data as Buffer).forEach((tag) => tags.add(tag))
    else texts.add(String(data))
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
    socket.on('error', () => undefined)
  })
  const opened = new Promise<void>((resolve) => socket.on('open', resolve))
  let first = true
  const send = (...out: FlvTag[]): void => {
    if (first) socket.send(writeFlvHeader())
    first = false
    for (const tag of out) socket.send(writeFlvTag(tag))
  }
  return { socket, tags, texts, opened, demuxer, closed, send, stop: () => socket.close() }
}

export interface RtmpPeer {
  socket: Socket
  session: RtmpClientSession
  events: Log<RtmpClientEvent>
  /** What came to a player. */
  tags: Log<FlvTag>
  closed: Promise<void>
  send(...tags: FlvTag[]): void
}

export function openRtmp(url: string, role: 'publish' | 'play'): RtmpPeer {
  const session = new RtmpClientSession({ url, role })
  const events = new Log<RtmpClientEvent>()
  const tags = new Log<FlvTag>()
  const socket = connect(session.target.port, session.target.host)
  socket.write(session.start())
  socket.on('data', (bytes) => {
    for (const event of session.push(bytes)) {
      if (event.type === 'send') socket.write(event.bytes)
      else events.add(event)
      if (event.type === 'media') tags.add(event.tag)
    }
  })
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => resolve()).on('error', () => undefined)
  })
  const send = (...out: FlvTag[]): void => out.forEach((tag) => socket.write(session.media(tag)))
  return { socket, session, events, tags, closed, send }
}
