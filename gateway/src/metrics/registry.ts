/** What Prometheus reads. Everything is asked for on a scrape; labels come from closed sets, never from peers. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { MediaStream, RelayCounters } from '../media/types'
import type { Meter } from '../room/meter'
import type { Counters, Tally } from './counters'

/** One endpoint of the backend. */
interface Webhook {
  queued: number
  delivered: number
  failures: number
  dropped: number
  down: boolean
}

/** What is read where it stands. */
export interface Sources {
  /** Called before a scrape, for what is sampled. */
  refresh(): void
  counters: Counters
  meter: Meter
  connections(): Iterable<{ readonly bytes: { read: number; written: number } }>
  /** Of connections: open, with more unsent than they may have, and unsent bytes of all. */
  sockets(): { open: number; lagging: number; buffered: number; overloaded: boolean }
  /** Rooms, and connections in them (one connection counts in each of its rooms). */
  rooms(): { open: number; online: number }
  relay(): RelayCounters
  streams(): readonly Pick<MediaStream, 'viewers'>[]
  webhooks(): readonly Webhook[]
  ready(): Promise<boolean>
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/** A collector's `add` and `set` by name. */
class Board {
  readonly registry = new Registry()

  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const registers = [this.registry]
    new Gauge({
      ...{ name: `lianmai_${name}`, help, registers },
      async collect() {
        this.set(await read())
      },
    })
  }

  counter(name: string, help: string, read: () => number): void {
    const registers = [this.registry]
    new Counter({
      ...{ name: `lianmai_${name}_total`, help, registers },
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  }

  /** @param labels names of the words that a key of the tally has, in their order */
  tally<K extends string>(name: string, help: string, labels: readonly string[], tally: Tally<K>): void {
    const registers = [this.registry]
    new Counter({
      ...{ name: `lianmai_${name}_total`, help, registers, labelNames: [...labels] },
      collect() {
        this.reset()
        for (const [key, count] of tally.entries()) {
          const words = key.split(' ')
          this.inc(Object.fromEntries(labels.map((label, i) => [label, words[i] ?? ''])), count)
        }
      },
    })
  }
}

function sockets(board: Board, { counters, sockets, connections }: Sources): void {
  const bytes = (way: 'read' | 'written'): number => {
    let sum = counters.closedBytes[way]
    for (const connection of connections()) sum += connection.bytes[way]
    return sum
  }
  board.gauge('connections', 'Open room connections', () => sockets().open)
  board.counter('connections_opened', 'Room connections since the start', () => counters.opened)
  board.tally('connections_unwanted', 'Sockets refused before they were connections', ['reason'], counters.unwanted)
  board.tally(
    'connections_closed',
    'Closed room connections, by close code and cause',
    ['code', 'cause'],
    counters.closes,
  )
  board.gauge('connections_lagging', 'Connections that have more unsent than they may', () => sockets().lagging)
  board.gauge('connections_buffered_bytes', 'Unsent bytes of all connections', () => sockets().buffered)
  board.gauge('overloaded', '1: more is unsent than connections.totalBuffered', () => Number(sockets().overloaded))
  board.counter(
    'connections_stalled_reads',
    'Times a socket was not read because its peer does not read',
    () => counters.stalls,
  )
  board.counter('received_bytes', 'Bytes received on room connections', () => bytes('read'))
  board.counter('sent_bytes', 'Bytes sent on room connections', () => bytes('written'))
  board.tally('frames_received', 'Frames from clients, by type; refuse and fatal: bad ones', ['type'], counters.frames)
  board.tally('commands', 'Commands decided, by kind and outcome', ['kind', 'outcome'], counters.commands)
  board.tally('questions', 'Questions answered, by kind and outcome', ['kind', 'outcome'], counters.questions)
  board.tally('refusals', 'Commands, questions and joins refused, by code', ['code'], counters.refusals)
}

function rooms(board: Board, { counters, meter, rooms, ready }: Sources): void {
  board.gauge('rooms', 'Open rooms', () => rooms().open)
  board.gauge('online', 'Connections in rooms of this gateway', () => rooms().online)
  board.counter('joins', 'Joins', () => counters.joins)
  board.counter('resumes', 'Connections that went on where they were', () => meter.resumed)
  board.counter('gaps', 'Connections that were told that something is missing', () => meter.gaps)
  board.counter('events_appended', 'Events written by this gateway', () => meter.written)
  board.counter('append_conflicts', 'Appends decided again because another gateway was first', () => meter.conflicts)
  board.counter('append_failures', 'Appends that the log did not take', () => meter.unavailable)
  board.counter('delivered_frames', 'Event frames given to sockets', () => meter.frames)
  board.counter('delivered_events', 'Events in them; per frame: what coalescing saves', () => meter.events)
  board.counter('delivered_bytes', 'Bytes of them', () => meter.bytes)
  board.gauge('ready', '1: the log can be written and the gateway is not stopping', async () => Number(await ready()))
  const help = 'Time an append took'
  const append = new Histogram({ name: 'lianmai_append_seconds', help, buckets: SECONDS, registers: [board.registry] })
  meter.appended = (ms) => append.observe(ms / 1000)
}

function media(board: Board, { counters, relay, streams, webhooks }: Sources): void {
  board.gauge('media_streams', 'Live streams of the relay', () => streams().length)
  board.gauge('media_viewers', 'Players of the relay', () => streams().reduce((sum, { viewers }) => sum + viewers, 0))
  board.gauge('media_connections', 'Connections of the relay', () => relay().connections)
  board.counter('media_received_bytes', 'Media bytes received', () => relay().bytesIn)
  board.counter('media_sent_bytes', 'Media bytes sent', () => relay().bytesOut)
  board.counter('media_refused', 'Publishers and players refused, by verdict or limit', () => relay().refused)
  board.counter('media_malformed', 'Media connections closed for bytes that mean nothing', () => relay().malformed)
  board.counter('media_timed_out', 'Media connections closed for silence', () => relay().timedOut)
  board.counter('media_cut', 'Players cut because they did not keep up', () => relay().cut)
  board.tally('hooks', 'Callbacks from media servers', ['action', 'outcome'], counters.hooks)
  board.tally('api_requests', 'HTTP API requests', ['route', 'status'], counters.api)
  const sum = (figure: 'queued' | 'delivered' | 'failures' | 'dropped'): number =>
    webhooks().reduce((total, one) => total + one[figure], 0)
  board.counter('webhooks_delivered', 'Webhook events delivered', () => sum('delivered'))
  board.counter('webhooks_failures', 'Webhook requests without a 2xx', () => sum('failures'))
  board.counter('webhooks_dropped', 'Webhook events given up', () => sum('dropped'))
  board.gauge('webhooks_queued', 'Webhook events that wait', () => sum('queued'))
  board.gauge(
    'webhooks_down',
    'Webhook endpoints that do not answer',
    () => webhooks().filter(({ down }) => down).length,
  )
}

/** The gateway's figures and the process's (CPU, memory, event-loop delay, garbage collection). */
export function registryOf(sources: Sources): Registry {
  const board = new Board()
  collectDefaultMetrics({ register: board.registry })
  sockets(board, sources)
  rooms(board, sources)
  media(board, sources)
  return board.registry
}
