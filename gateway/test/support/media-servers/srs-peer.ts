/**
 * SRS as its documents have it, played by hand: connections come and go by call instead of by RTMP. Hooks are POSTed as JSON
 * before anything else is looked at, a publisher of a busy name is refused afterwards, `GET /api/v1/streams/` lists in pages
 * of ten unless asked otherwise and keeps streams whose publisher is gone, `DELETE /api/v1/clients/<id>` ends a connection.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Log } from '../events'

interface Client {
  id: string
  name: string
  publish: boolean
}

export interface Said {
  status: number
  code: number | undefined
}

const NO_CLIENT = 2049

export class SrsPeer {
  /** Hooks that were sent, as `action client`. */
  readonly sent: string[] = []
  readonly kicked = new Log<string>()
  /** Hooks of these actions are lost on the way. */
  lose: readonly string[] = []
  /** The HTTP API does not answer. */
  down = false
  /** Times its streams were asked for. */
  readonly looks = new Log<string>()
  readonly streams = new Map<string, { cid: string | undefined }>()
  private readonly clients = new Map<string, Client>()
  private readonly server: Server
  private next = 1

  private constructor(private readonly credentials: string) {
    this.server = createServer((request, response) => this.answer(request, response))
  }

  static async start(credentials = ''): Promise<SrsPeer> {
    const peer = new SrsPeer(credentials)
    await new Promise<void>((resolve) => peer.server.listen(0, '127.0.0.1', resolve))
    return peer
  }

  get api(): string {
    const { port } = this.server.address() as AddressInfo
    return `http://${this.credentials ? `${this.credentials}@` : ''}127.0.0.1:${port}`
  }

  /** Where its hooks go; set once the gateway is there. */
  hook = ''

  /** @param url as `<live-pusher>` gets it @returns the client's id, or why SRS lets nobody in */
  async publish(url: string, id = `c${this.next++}`): Promise<string> {
    const { name, param } = this.target(url)
    const said = await this.tell('on_publish', id, name, param)
    if (said && (said.status !== 200 || said.code !== 0)) return `refused ${said.code ?? said.status}`
    if (this.streams.get(name)?.cid !== undefined && this.streams.get(name)?.cid !== id) return 'busy'
    this.clients.set(id, { id, name, publish: true })
    this.streams.set(name, { cid: id })
    return id
  }

  async play(url: string, id = `c${this.next++}`): Promise<string> {
    const { name, param } = this.target(url.replace('.flv', ''))
    const said = await this.tell('on_play', id, name, param)
    if (said && (said.status !== 200 || said.code !== 0)) return `refused ${said.code ?? said.status}`
    this.clients.set(id, { id, name, publish: false })
    return id
  }

  /** The publisher's connection is gone. */
  async leave(id: string): Promise<void> {
    const client = this.clients.get(id)
    this.clients.delete(id)
    if (!client) return
    if (client.publish) this.streams.set(client.name, { cid: undefined })
    await this.tell(client.publish ? 'on_unpublish' : 'on_stop', id, client.name, '')
  }

  /** A hook by itself: repeated, late, or forged. */
  async tell(action: string, id: string, name: string, param: string, hook = this.hook): Promise<Said | undefined> {
    this.sent.push(`${action} ${id}`)
    if (this.lose.includes(action)) return undefined
    const body = { action, client_id: id, ip: '127.0.0.1', vhost: '__defaultVhost__', app: 'live', stream: name, param }
    const response = await fetch(hook, { method: 'POST', body: JSON.stringify({ server_id: 'vid-1', ...body }) })
    const text = await response.text()
    return { status: response.status, code: (JSON.parse(text) as { code?: number }).code }
  }

  close(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((resolve) => this.server.close(() => resolve()))
  }

  private target(url: string): { name: string; param: string } {
    const { pathname, search } = new URL(url)
    return { name: pathname.replace(/^\/live\//, ''), param: search }
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://srs')
    const expected = `Basic ${Buffer.from(decodeURIComponent(this.credentials)).toString('base64')}`
    const send = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body))
    if (url.pathname === '/api/v1/streams/') this.looks.add(url.search)
    if (this.down) return void request.socket.destroy()
    if (this.credentials && request.headers.authorization !== expected) return void send(401, { code: 401 })
    if (url.pathname === '/api/v1/streams/') return void send(200, this.list(url.searchParams))
    const [, id] = /^\/api\/v1\/clients\/(.+)$/.exec(url.pathname) ?? []
    if (id === undefined || request.method !== 'DELETE') return void send(404, { code: 404 })
    const known = this.clients.has(id)
    if (known) this.kicked.add(id)
    send(200, { code: known ? 0 : NO_CLIENT })
    // A gateway that is gone hears no more hooks.
    this.leave(id).catch(() => this.sent.push(`lost ${id}`))
  }

  private list(query: URLSearchParams): object {
    const start = Number(query.get('start') ?? 0)
    const count = Number(query.get('count') ?? 10)
    const all = Array.from(this.streams, ([name, { cid }], index) => ({
      ...{ id: `vid-${index}`, name, vhost: 'vid-1', app: 'live', live_ms: 1, clients: 1 },
      publish: cid === undefined ? { active: false } : { active: true, cid },
    }))
    return { code: 0, server: 'vid-1', streams: all.slice(start, start + count) }
  }
}
