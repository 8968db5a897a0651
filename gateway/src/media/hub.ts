import { Broadcast } from './broadcast'
import type { RelayContext } from './context'
import type { Ingest, Source } from './ingest'
import type { Outlet } from './player'
import { Player } from './player'
import type { MediaRequest, MediaStream, UnpublishReason } from './types'

const keyOf = (app: string, name: string): string => `${app}/${name}`

/** Somebody who plays a stream, or waits for it. */
export class Seat {
  broadcast: Broadcast | undefined
  readonly player: Player
  private timer: unknown

  constructor(
    outlet: Outlet,
    private readonly context: RelayContext,
    private readonly onLeave: (seat: Seat) => void,
  ) {
    const { options, counters } = context
    const counted = (bytes: number): void => {
      if (this.broadcast) this.broadcast.stream.bytesOut += bytes
    }
    this.player = new Player(outlet, options, counted, () => {
      counters.cut++
      this.leave()
    })
  }

  enter(broadcast: Broadcast): void {
    this.stopWaiting()
    this.broadcast = broadcast
    broadcast.add(this.player)
  }

  wait(): void {
    const { clock, waitMs } = this.context.options
    this.timer = clock.setTimeout(() => {
      this.context.counters.timedOut++
      this.onLeave(this)
      this.player.close('not-found')
    }, waitMs)
  }

  stopWaiting(): void {
    this.context.options.clock.clearTimeout(this.timer)
  }

  /** The player's connection is gone. */
  leave(): void {
    this.stopWaiting()
    this.broadcast?.remove(this.player)
    this.onLeave(this)
  }
}

/** Streams by name, and players waiting for a name to be published. */
export class Hub {
  private readonly broadcasts = new Map<string, Broadcast>()
  private readonly waiting = new Map<string, Set<Seat>>()

  constructor(private readonly context: RelayContext) {}

  /**
   * Begins a stream, or goes on with one that is there.
   * @param turn From the verdict; see {@link MediaVerdict}.
   * @returns undefined when the name is being published by somebody who is alive and whose right is no older
   */
  publish(request: MediaRequest, source: Source, turn = 0): Ingest | undefined {
    const key = keyOf(request.app, request.name)
    const live = this.broadcasts.get(key)
    if (live) return live.publish(request, source, turn)
    const { options, counters } = this.context
    const onOver = (over: Broadcast, why: UnpublishReason): void => this.forget(key, over, why)
    const broadcast = new Broadcast(request, options, onOver, () => counters.timedOut++)
    const ingest = broadcast.publish(request, source, turn)
    this.broadcasts.set(key, broadcast)
    this.context.notify('published', () => options.hooks.published(broadcast.stream))
    const seats = this.waiting.get(key) ?? []
    this.waiting.delete(key)
    for (const seat of seats) seat.enter(broadcast)
    return ingest
  }

  /** Plays the stream now, or as soon as it is published. */
  play(request: MediaRequest, outlet: Outlet): Seat {
    const key = keyOf(request.app, request.name)
    const seat = new Seat(outlet, this.context, (gone) => this.stopWaiting(key, gone))
    const live = this.broadcasts.get(key)
    if (live) seat.enter(live)
    else {
      this.waiting.set(key, (this.waiting.get(key) ?? new Set()).add(seat))
      seat.wait()
    }
    return seat
  }

  kick(app: string, name: string): boolean {
    const broadcast = this.broadcasts.get(keyOf(app, name))
    broadcast?.stop('kicked')
    return broadcast !== undefined
  }

  streams(): MediaStream[] {
    return [...this.broadcasts.values()].map((broadcast) => broadcast.stream)
  }

  close(): void {
    for (const broadcast of [...this.broadcasts.values()]) broadcast.stop('shutdown')
    for (const seat of [...this.waiting.values()].flatMap((seats) => [...seats])) {
      seat.leave()
      seat.player.close('shutdown')
    }
  }

  private stopWaiting(key: string, seat: Seat): void {
    const seats = this.waiting.get(key)
    seats?.delete(seat)
    if (seats?.size === 0) this.waiting.delete(key)
  }

  private forget(key: string, broadcast: Broadcast, why: UnpublishReason): void {
    if (this.broadcasts.get(key) === broadcast) this.broadcasts.delete(key)
    const { counters } = this.context
    counters.bytesIn += broadcast.stream.bytesIn
    counters.bytesOut += broadcast.stream.bytesOut
    this.context.notify('unpublished', () => this.context.options.hooks.unpublished(broadcast.stream, why))
  }
}
