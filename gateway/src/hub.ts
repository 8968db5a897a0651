/** All rooms of this gateway: opened on first use, forgotten when they have been empty for a while. */
import type { LogEngine } from './room/log'
import { Room } from './room/room'
import type { RoomContext } from './room/settings'
import { Timers } from './room/timers'

/** No room has this name. */
const ADOPT = '*adopt*'
const ADOPT_EVERY = 15_000

export class Hub {
  private readonly rooms = new Map<string, Room>()
  private readonly opening = new Map<string, Promise<Room>>()
  /** A room that is opened again waits until it is forgotten. */
  private readonly evicting = new Map<string, Promise<void>>()
  private readonly timers = new Timers()
  private readonly context: RoomContext

  constructor(
    private readonly engine: LogEngine,
    context: Omit<RoomContext, 'changed'>,
  ) {
    this.context = { ...context, changed: (room) => this.look(room) }
  }

  /** Rooms whose gateway is gone, or was restarted: opened, to see who of their people comes back. */
  async adopt(): Promise<void> {
    try {
      await Promise.all((await this.engine.abandoned()).map((id) => this.open(id)))
    } catch (error) {
      this.context.report('error', 'log.unavailable', { error: String(error) })
    }
    this.timers.set(ADOPT, ADOPT_EVERY, () => void this.adopt())
  }

  /** Rejects when the engine cannot open the room's log, or as many rooms are open as may be. */
  async open(id: string): Promise<Room> {
    const known = this.rooms.get(id) ?? this.opening.get(id)
    if (known) return known
    const { maxRooms } = this.context.settings
    if (this.rooms.size + this.opening.size >= maxRooms) throw new Error(`${maxRooms} rooms are open already`)
    const opening = this.create(id).finally(() => this.opening.delete(id))
    this.opening.set(id, opening)
    return opening
  }

  /** The room if it is in use. */
  peek(id: string): Room | undefined {
    return this.rooms.get(id)
  }

  all(): Room[] {
    return Array.from(this.rooms.values())
  }

  async close(): Promise<void> {
    this.timers.clear()
    for (const room of this.rooms.values()) room.stop()
    this.rooms.clear()
    await this.engine.close()
  }

  private async create(id: string): Promise<Room> {
    await this.evicting.get(id)
    const room = await Room.open(id, this.engine, this.context)
    this.rooms.set(id, room)
    this.look(room)
    return room
  }

  /** The time runs while the room is empty, from the last thing that happened in it. */
  private look(room: Room): void {
    const { evictAfter, rememberFor } = this.context.settings
    if (!room.empty) this.timers.cancel(room.id)
    else
      this.timers.set(room.id, room.remembers ? Math.max(evictAfter, rememberFor) : evictAfter, () => this.evict(room))
  }

  private evict(room: Room): void {
    if (room.busy || !room.empty) return this.look(room)
    room.stop()
    this.rooms.delete(room.id)
    this.context.report('debug', 'room.evicted', { room: room.id })
    const evicting = this.engine
      .evict(room.id)
      .catch((error: unknown) => {
        this.context.report('error', 'log.evict', { room: room.id, error: String(error) })
      })
      .finally(() => this.evicting.delete(room.id))
    this.evicting.set(room.id, evicting)
  }
}
