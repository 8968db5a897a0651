/** A bare client that gives commands and hears what came of them; what is to be sent again later, it does. */
import type { Command, LogEvent, RefusalCode, ServerFrame } from '../../../src/wire'
import { BareClient } from './bare'

type Answer = 'ok' | RefusalCode

export class Actor {
  /** Told of every event. */
  onEvent: (event: LogEvent) => void = () => undefined
  private n = 0
  private readonly waiting = new Map<number, { command: Command; done(answer: Answer): void }>()

  private constructor(
    readonly user: string,
    readonly client: BareClient,
    private readonly room: string,
  ) {
    client.onFrame = (frame) => this.read(frame)
  }

  static async join(url: string, user: string, token: string, room = 'room'): Promise<Actor> {
    const client = await BareClient.login(url, token)
    const actor = new Actor(user, client, room)
    const inside = client.next('snap')
    client.send({ t: 'join', r: room })
    await inside
    return actor
  }

  /** Resolves with what the gateway finally says. */
  do(command: Command): Promise<Answer> {
    const n = ++this.n
    return new Promise((done) => {
      this.waiting.set(n, { command, done })
      this.client.send({ t: 'do', n, r: this.room, ...command })
    })
  }

  private read(frame: ServerFrame): void {
    if (frame.t === 'e') for (const event of frame.ev) this.onEvent(event)
    if (frame.t === 'ok') this.settle(frame.n, 'ok')
    if (frame.t !== 'no') return
    const { n, c, wait } = frame
    const entry = this.waiting.get(n)
    if (wait === undefined) this.settle(n, c)
    else if (entry) setTimeout(() => this.client.send({ t: 'do', n, r: this.room, ...entry.command }), wait)
  }

  private settle(n: number, answer: Answer): void {
    this.waiting.get(n)?.done(answer)
    this.waiting.delete(n)
  }
}
