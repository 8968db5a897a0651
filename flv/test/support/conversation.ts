import type { RtmpClientEvent, RtmpRequest, RtmpServerEvent, RtmpServerOptions } from '../../src/index'
import { RtmpClientSession, RtmpServerSession } from '../../src/index'

export type Answer = (session: RtmpServerSession, request: RtmpRequest) => RtmpServerEvent[]
export const yes: Answer = (session, request) => session.accept(request)

/** A client and a server session wired to each other; everything either emits is kept. */
export class Conversation {
  readonly server: RtmpServerSession
  readonly client: RtmpClientSession
  readonly serverEvents: RtmpServerEvent[] = []
  readonly clientEvents: RtmpClientEvent[] = []
  /** All bytes from client to server, to be replayed. */
  readonly sent: Uint8Array[] = []

  constructor(
    role: 'publish' | 'play',
    private readonly answer: Answer = yes,
    url = 'rtmp://host/live/name?token=a',
    options: RtmpServerOptions = {},
  ) {
    this.server = new RtmpServerSession(options)
    this.client = new RtmpClientSession({ url, role })
    this.toServer(this.client.start())
  }

  toServer(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.sent.push(bytes)
    this.handleServer(this.server.push(bytes))
  }

  toClient(bytes: Uint8Array): void {
    for (const event of this.client.push(bytes)) {
      if (event.type === 'send') this.toServer(event.bytes)
      else this.clientEvents.push(event)
    }
  }

  handleServer(events: RtmpServerEvent[]): void {
    for (const event of events) {
      if (event.type === 'send') this.toClient(event.bytes)
      else this.serverEvents.push(event)
      if (event.type === 'request') this.handleServer(this.answer(this.server, event.request))
    }
  }
}
