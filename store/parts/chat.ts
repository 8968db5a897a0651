import { action, makeObservable, observable } from 'mobx-miniprogram'
import type { ChatEntry, Gift, MessagesSnapshot, Room, UserId } from '../../src/index'
import type { Run } from '../room-store'
import { sameItems } from '../equal'

const NO_MESSAGES: MessagesSnapshot = { entries: [], dropped: 0 }

/** The chat: entries oldest first, and what a person can do with it. */
export class ChatStore {
  /** Oldest first. */
  entries: readonly ChatEntry[] = []
  /** How many entries the cap has pushed out at the front. */
  dropped = 0

  constructor(private readonly run: Run) {
    // By reference: entries are immutable and each change is a real one, so comparing 200 of them deeply buys nothing.
    makeObservable(this, { entries: observable.ref, dropped: observable.ref, update: action })
  }

  /** Takes a snapshot of the core. */
  update({ entries, dropped }: MessagesSnapshot): void {
    if (!sameItems(this.entries, entries)) this.entries = entries
    this.dropped = dropped
  }

  /** Resolves when the server has it; the entry is in the list as `pending` at once. */
  send(text: string): Promise<void> {
    return this.run('chat.send', (room) => room.messages.chat(text))
  }

  /** As send; shown over the picture. */
  barrage(text: string): Promise<void> {
    return this.run('chat.barrage', (room) => room.messages.barrage(text))
  }

  /** As send. */
  gift(gift: Gift): Promise<void> {
    return this.run('chat.gift', (room) => room.messages.gift(gift))
  }

  /** Gathered by the core before it is sent. */
  like(count = 1): Promise<void> {
    return this.run('chat.like', async (room) => room.messages.like(count))
  }

  /** The app's own message, to everybody or to some. */
  command(name: string, data: unknown, to?: UserId[]): Promise<void> {
    return this.run('chat.command', (room) => room.messages.command(name, data, to))
  }

  /** Sends a failed entry again; without a key all of them, in order. */
  retry(key?: string): Promise<void> {
    return this.run('chat.retry', (room) => room.messages.retry(key))
  }

  /** Removes a failed entry. */
  discard(key: string): Promise<void> {
    return this.run('chat.discard', async (room) => room.messages.discard(key))
  }

  /**
   * Follows a room; RoomStore does this.
   * @returns undo
   */
  attach(room: Room): () => void {
    this.update(room.messages.snapshot)
    const off = room.messages.onChange((messages) => this.update(messages))
    return () => {
      off()
      this.update(NO_MESSAGES)
    }
  }
}
