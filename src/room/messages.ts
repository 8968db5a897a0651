import { LiveError } from '../errors'
import type { Gift, IncomingMessage, MessageBody, OutgoingMessage, UserId } from '../provider/types'
import { Cell } from './cell'
import type { RoomContext } from './context'
import type { ChatEntry, MessagesPart, MessagesSnapshot } from './types'

type Sendable = Exclude<MessageBody, { kind: 'command' }>

const LIKE_WINDOW_MS = 500

/**
 * The room's messages in the room's order. Mine stand at the end as `pending` until the server's copy takes their place;
 * a failed one stays where it failed, so that nothing written is ever lost.
 */
export class Messages extends Cell<MessagesSnapshot> implements MessagesPart {
  private ids = new Set<string>()
  private nextKey = 0
  private likes = 0
  private likeTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private context: RoomContext,
    private max: number,
    /** Failures of what nobody awaits (likes). */
    private report: (error: LiveError) => void,
  ) {
    super({ entries: [], dropped: 0 })
  }

  async chat(text: string): Promise<void> {
    await this.post('room.messages.chat', { kind: 'chat', text: this.text('room.messages.chat', text) })
  }

  async barrage(text: string): Promise<void> {
    await this.post('room.messages.barrage', { kind: 'barrage', text: this.text('room.messages.barrage', text) })
  }

  async gift(gift: Gift): Promise<void> {
    if (!gift || !gift.id || !(gift.count > 0))
      throw LiveError.of('invalid-argument', 'room.messages.gift: pass { id, name, count } with a count above 0')
    await this.post('room.messages.gift', { kind: 'gift', gift })
  }

  like(count = 1): void {
    this.context.provider('room.messages.like')
    this.likes += count
    if (this.likeTimer === undefined) this.likeTimer = setTimeout(() => this.flushLikes(), LIKE_WINDOW_MS)
  }

  async command(command: string, data: unknown, to?: UserId[]): Promise<void> {
    const provider = this.context.provider('room.messages.command')
    if (!command) throw LiveError.of('invalid-argument', 'room.messages.command: the command needs a name')
    await provider.send({ kind: 'command', command, data, ...(to && to.length ? { to } : {}) })
  }

  async retry(key: string): Promise<void> {
    const entry = this.failed('room.messages.retry', key)
    this.context.provider('room.messages.retry')
    this.remove(key)
    const { error: _past, ...rest } = entry
    await this.send({ ...rest, status: 'pending' })
  }

  discard(key: string): void {
    this.failed('room.messages.discard', key)
    this.remove(key)
  }

  /** A message of the room, mine included. */
  received(message: IncomingMessage): void {
    if (message.kind === 'command' || this.ids.has(message.id)) return
    this.ids.add(message.id)
    const mine = message.from === this.context.me()?.id
    const pending = mine && message.key !== undefined ? this.find(message.key) : undefined
    const entry = toEntry(message, mine, pending ? pending.key : message.id)
    const entries = this.snapshot.entries.filter(({ key }) => key !== entry.key)
    const tail = entries.findIndex(({ status }) => status === 'pending')
    const at = tail < 0 ? entries.length : tail
    this.commit([...entries.slice(0, at), entry, ...entries.slice(at)])
  }

  /** The history a newcomer gets; after a gap, what was here before stays in front of it, mine unsent behind it. */
  replace(history: readonly IncomingMessage[]): void {
    const me = this.context.me()?.id
    const fresh = history
      .filter(({ kind }) => kind !== 'command')
      .map((message) => {
        // Mine that was on its way is among them: the server's copy takes its place under the same key.
        const pending = message.from === me && message.key !== undefined && this.find(message.key)
        return toEntry(message as IncomingMessage & Sendable, message.from === me, pending ? pending.key : message.id)
      })
    const first = fresh[0]?.at ?? Infinity
    const known = new Set(fresh.map(({ key }) => key))
    const here = this.snapshot.entries.filter(({ key }) => !known.has(key))
    const older = here.filter(({ status, at }) => status !== 'pending' && at < first)
    const pending = here.filter(({ status }) => status === 'pending')
    history.forEach(({ id }) => this.ids.add(id))
    this.commit([...older, ...fresh, ...pending])
  }

  /** Another room, another history. */
  reset(): void {
    this.stop()
    this.ids.clear()
    this.set({ entries: [], dropped: 0 })
  }

  /** Nothing keeps running; what was on its way counts as failed by its own promise. */
  stop(): void {
    if (this.likeTimer !== undefined) clearTimeout(this.likeTimer)
    this.likeTimer = undefined
    this.likes = 0
  }

  private async post(call: string, body: Sendable): Promise<void> {
    this.context.provider(call)
    const me = this.context.me()
    await this.send({
      ...body,
      key: `m${++this.nextKey}`,
      from: me?.id ?? '',
      name: me?.name ?? '',
      at: Date.now(),
      mine: true,
      status: 'pending',
    })
  }

  private async send(entry: ChatEntry): Promise<void> {
    const provider = this.context.provider('room.messages')
    this.commit([...this.snapshot.entries, entry])
    try {
      await provider.send({ ...bodyOf(entry), key: entry.key } as OutgoingMessage)
      this.patch(entry.key, { status: 'sent' })
    } catch (thrown) {
      const error = LiveError.from(thrown, 'network', 'room.messages: the message was not sent; retry it')
      this.patch(entry.key, { status: 'failed', error })
      throw error
    }
  }

  private flushLikes(): void {
    const count = this.likes
    this.stop()
    try {
      this.context
        .provider('room.messages.like')
        .send({ kind: 'like', count })
        .catch((thrown: unknown) => this.report(LiveError.from(thrown, 'network', 'room.messages.like: not sent')))
    } catch (thrown) {
      this.report(LiveError.from(thrown, 'invalid-state', 'room.messages.like: not sent'))
    }
  }

  private commit(entries: readonly ChatEntry[]): void {
    const over = Math.max(0, entries.length - this.max)
    entries.slice(0, over).forEach(({ key }) => this.ids.delete(key))
    this.set({ entries: entries.slice(over), dropped: this.snapshot.dropped + over })
  }

  private patch(key: string, change: Pick<ChatEntry, 'status'> & { error?: LiveError }): void {
    // The server's copy may have come first and cleared `pending`; a late receipt changes nothing then.
    if (this.find(key)?.status !== 'pending') return
    const entries = this.snapshot.entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry))
    // A settled entry leaves the pending tail: others' pending ones stay behind it.
    this.set({ ...this.snapshot, entries: settledFirst(entries) })
  }

  private remove(key: string): void {
    this.set({ ...this.snapshot, entries: this.snapshot.entries.filter((entry) => entry.key !== key) })
  }

  private find(key: string): ChatEntry | undefined {
    return this.snapshot.entries.find((entry) => entry.key === key)
  }

  private failed(call: string, key: string): ChatEntry {
    const entry = this.find(key)
    if (entry?.status === 'failed') return entry
    throw LiveError.of('invalid-argument', `${call}: no failed message has the key "${key}"`, { subject: 'key' })
  }

  private text(call: string, text: string): string {
    if (typeof text === 'string' && text.trim()) return text
    throw LiveError.of('invalid-argument', `${call}: the text is empty`, { subject: 'text' })
  }
}

function settledFirst(entries: readonly ChatEntry[]): readonly ChatEntry[] {
  const pending = entries.filter(({ status }) => status === 'pending')
  return pending.length ? [...entries.filter(({ status }) => status !== 'pending'), ...pending] : entries
}

function bodyOf(entry: ChatEntry): MessageBody {
  switch (entry.kind) {
    case 'chat':
    case 'barrage':
      return { kind: entry.kind, text: entry.text }
    case 'gift':
      return { kind: 'gift', gift: entry.gift }
    case 'command':
      return { kind: 'command', command: entry.command, data: entry.data }
  }
}

function toEntry(message: IncomingMessage & Sendable, mine: boolean, key: string): ChatEntry {
  const { id: _id, key: _key, ...rest } = message
  return { ...rest, key, mine, status: 'sent' }
}
