/** Chat, gifts and commands by broadcast, barrage and likes by barrage messages, words for some by custom command. */
import type { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type { LinkChannel, LinkClock, LinkPayload } from '../link'
import type {
  IncomingMessage,
  MessageBody,
  MessageReceipt,
  OutgoingMessage,
  ProviderEvents,
  User,
  UserId,
} from '../types'
import type { ZegoEngine, ZegoMessage } from './engine'
import { BROADCAST_MS, zegoError } from './errors'
import { idOf, Outbox } from './outbox'
import { Parts, read, spell, spellAll, type Words } from './words'

/** Most people that a custom command is sent to at once; for more, mic-link words are broadcast. */
const MOST_ADDRESSED = 10

/** How many messages a snapshot holds. */
const KEPT = 50

/** What a host writes for newcomers, and how often at most. */
const LIKES = { key: 'lianmai.likes', ms: 5000 }

/** What messages need of the room. */
export interface MessageRoom {
  readonly me: User
  name(userId: UserId): string
  others(): UserId[]
  /** Something of {@link ProviderEvents.counts} changed. */
  counted(): void
}

export class Messages implements LinkChannel {
  readonly kept: IncomingMessage[] = []
  likes = 0
  private readonly outbox: Outbox
  private readonly parts = new Parts()
  private hear: ((from: UserId, payload: unknown) => void) | undefined
  private fresh = 0
  private liked: Array<{ resolve: () => void; reject: (error: LiveError) => void }> = []
  private likeTimer: unknown
  private noteTimer: unknown
  private nextLikes = 0
  private made = 0

  constructor(
    private readonly engine: ZegoEngine,
    private readonly roomId: string,
    private readonly room: MessageRoom,
    private readonly events: Emitter<ProviderEvents>,
    private readonly clock: LinkClock,
  ) {
    this.outbox = new Outbox(clock, (text) => engine.sendBroadcastMessage(roomId, text))
  }

  async say({ key, ...message }: OutgoingMessage): Promise<MessageReceipt> {
    if (message.kind === 'like') return this.like(message.count)
    if (this.room.me.muted) throw LiveError.of('muted', 'zego.send: a moderator has muted you')
    const to = message.kind === 'command' ? (message.to ?? []) : []
    const body = bodyOf(message)
    const id = await this.sent('send', this.carry(body, to))
    const at = this.clock.now()
    this.tell({ ...body, id, from: this.room.me.id, name: this.room.me.name, at, ...(key !== undefined && { key }) })
    return { id, at }
  }

  broadcast(messages: ZegoMessage[]): void {
    for (const { fromUser, message, sendTime, messageID } of messages)
      this.read(fromUser.userID, read(message, 'chat'), messageID, sendTime)
  }

  barrage(messages: ZegoMessage[]): void {
    for (const { fromUser, message, sendTime, messageID } of messages)
      this.read(fromUser.userID, read(message, 'barrage'), messageID, sendTime)
  }

  command(from: UserId, command: string): void {
    this.read(from, read(command, 'chat'), '', this.clock.now())
  }

  /** What a host has written for newcomers. */
  noted(infos: Array<{ key: string; value: string }>): void {
    const likes = Number(infos.find(({ key }) => key === LIKES.key)?.value)
    if (!(likes > this.likes)) return
    this.likes = likes
    this.room.counted()
  }

  async send(to: readonly UserId[], payload: LinkPayload): Promise<void> {
    const others = this.room.others()
    const whom = to.length ? [...to] : others
    const texts = spellAll({ k: payload }, this.newId())
    for (const text of texts) {
      if (!whom.length) return
      const sent =
        whom.length <= MOST_ADDRESSED
          ? this.engine.sendCustomCommand(this.roomId, text, whom)
          : // Not the newest state, but the host repeats it; barrage is not held back as broadcasts are.
            this.engine.sendBarrageMessage(this.roomId, text)
      await this.sent('link', sent)
    }
  }

  listen(hear: (from: UserId, payload: unknown) => void): () => void {
    this.hear = hear
    return () => (this.hear = undefined)
  }

  stop(): void {
    const over = LiveError.of('invalid-state', 'zego.send: the room was left before it was sent')
    this.outbox.stop(over)
    this.clock.clearTimeout(this.likeTimer)
    this.clock.clearTimeout(this.noteTimer)
    this.liked.splice(0).forEach(({ reject }) => reject(over))
  }

  private async carry(body: MessageBody, to: readonly UserId[]): Promise<string> {
    if (to.length) {
      const id = this.newId()
      const whom = to.filter((userId) => userId !== this.room.me.id)
      if (whom.length) await this.engine.sendCustomCommand(this.roomId, spell({ c: body, i: id }), whom)
      return id
    }
    if (body.kind !== 'barrage') return (await this.outbox.say(body)).id
    const answer = (await this.engine.sendBarrageMessage(this.roomId, spell({ m: [body] }))) as { messageID?: unknown }
    return idOf(answer.messageID, 0)
  }

  /** Likes of a second go out as one number. */
  private like(count: number): Promise<MessageReceipt> {
    this.fresh += count
    const { clock } = this
    clock.clearTimeout(this.likeTimer)
    this.likeTimer = clock.setTimeout(() => void this.flushLikes(), Math.max(0, this.nextLikes - clock.now()))
    return new Promise((resolve, reject) => {
      this.liked.push({ resolve: () => resolve({ id: '', at: clock.now() }), reject })
    })
  }

  private async flushLikes(): Promise<void> {
    const [count, waiting] = [this.fresh, this.liked.splice(0)]
    this.fresh = 0
    this.nextLikes = this.clock.now() + BROADCAST_MS
    try {
      await this.engine.sendBarrageMessage(this.roomId, spell({ l: count }))
      this.countLikes(count)
      waiting.forEach(({ resolve }) => resolve())
    } catch (thrown) {
      const error = zegoError('send', thrown, 'network')
      waiting.forEach(({ reject }) => reject(error))
    }
  }

  private countLikes(count: number): void {
    this.likes += count
    this.room.counted()
    if (this.room.me.role !== 'anchor' || this.noteTimer !== undefined) return
    this.noteTimer = this.clock.setTimeout(() => {
      this.noteTimer = undefined
      this.engine.setRoomExtraInfo(this.roomId, LIKES.key, `${this.likes}`).catch((thrown: unknown) => {
        this.events.emit('error', zegoError('setRoomExtraInfo', thrown, 'network'))
      })
    }, LIKES.ms)
  }

  private read(from: UserId, words: Words | undefined, messageId: unknown, at: number): void {
    if (!words || from === this.room.me.id) return
    const head = { from, name: this.room.name(from), at }
    if ('m' in words) words.m.forEach((body, index) => this.tell({ ...body, ...head, id: idOf(messageId, index) }))
    else if ('c' in words) this.tell({ ...words.c, ...head, id: words.i })
    else if ('l' in words) this.countLikes(Math.max(0, words.l))
    else if ('k' in words) this.hear?.(from, words.k)
    else this.read(from, this.parts.add(from, words), messageId, at)
  }

  private tell(message: IncomingMessage): void {
    this.kept.push(message)
    if (this.kept.length > KEPT) this.kept.shift()
    this.events.emit('message', message)
  }

  private async sent<T>(call: string, answer: Promise<T>): Promise<T> {
    return answer.catch((thrown: unknown) => {
      throw zegoError(call, thrown, 'network')
    })
  }

  private newId(): string {
    return `${this.room.me.id}-${this.clock.now().toString(36)}-${(this.made += 1)}`
  }
}

/** Without what is for the way alone. */
function bodyOf(message: MessageBody & { to?: UserId[] }): MessageBody {
  const { to: _, ...body } = message
  return body as MessageBody
}
