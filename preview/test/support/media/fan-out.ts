/** The smallest thing to push to and play from: WS-FLV in, WS-FLV out, head and last picture group kept for who joins. */
import { FlvDemuxer, parseAudioTag, parseVideoTag, writeFlvHeader, writeFlvTag, type FlvTag } from '@lianmai/flv'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'

interface Channel {
  publisher: WebSocket | undefined
  head: Map<string, FlvTag>
  group: FlvTag[]
  players: Set<WebSocket>
}

export class FanOut {
  private readonly server = new WebSocketServer({ noServer: true })
  private readonly channels = new Map<string, Channel>()

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const name = request.url!.split('?')[0]!
    this.server.handleUpgrade(request, socket, head, (ws) => {
      if (ws.protocol === 'publish') this.publish(name, ws)
      else this.play(name, ws)
    })
  }

  /** Cuts the publisher's connection without a closing handshake. */
  cut(name: string): void {
    this.channels.get(name)?.publisher?.terminate()
  }

  close(): void {
    for (const client of this.server.clients) client.terminate()
    this.server.close()
  }

  private channel(name: string): Channel {
    const known = this.channels.get(name)
    if (known) return known
    const channel: Channel = { publisher: undefined, head: new Map(), group: [], players: new Set() }
    this.channels.set(name, channel)
    return channel
  }

  private publish(name: string, ws: WebSocket): void {
    const channel = this.channel(name)
    const demuxer = new FlvDemuxer()
    channel.publisher = ws
    ws.send(JSON.stringify({ t: 'published' }))
    ws.on('message', (data: Buffer) => {
      for (const tag of demuxer.push(data)) this.relay(channel, tag)
    })
    ws.on('close', () => {
      channel.head.clear()
      channel.group = []
      for (const player of channel.players) player.close(1000, 'publisher left')
    })
  }

  private relay(channel: Channel, tag: FlvTag): void {
    const header = isHeader(tag)
    if (header) channel.head.set(tag.type, tag)
    else {
      if (tag.type === 'video' && parseVideoTag(tag.payload).key) channel.group = []
      channel.group.push(tag)
    }
    const bytes = writeFlvTag(tag)
    for (const player of channel.players) player.send(bytes)
  }

  private play(name: string, ws: WebSocket): void {
    const channel = this.channel(name)
    const opening = [...channel.head.values(), ...channel.group].map(writeFlvTag)
    ws.send(Buffer.concat([writeFlvHeader(), ...opening]))
    channel.players.add(ws)
    ws.on('close', () => channel.players.delete(ws))
  }
}

function isHeader({ type, payload }: FlvTag): boolean {
  if (type === 'script') return true
  return type === 'video' ? parseVideoTag(payload).packet === 'header' : parseAudioTag(payload).packet === 'header'
}
