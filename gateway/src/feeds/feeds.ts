import type { MediaClock } from '../media/types'
import { readClip, type Clip } from './clip'
import { RunningFeed, type Feed, type FeedOptions, type FeedState, type Publish } from './feed'

/** How often feeds send what is due, ms: less than a frame of 25 a second. */
const PUMP_MS = 20
const STATES: readonly FeedState[] = ['live', 'frozen', 'offline']

/** @throws TypeError that says what is wrong */
export function checkFeed(options: FeedOptions): FeedOptions {
  const { to, file, state = 'live', offset = 0, section } = options
  const wrong = (what: string): TypeError => new TypeError(`feed ${String(to)}: ${what}`)
  if (typeof to !== 'string' || !/^([\w-]{1,48}\/[\w-]{1,48}|rtmp:\/\/\S+)$/.test(to))
    throw wrong('`to` must be room/stream, of letters, digits, "_" and "-", or a push address')
  if (typeof file !== 'string' || file === '') throw wrong('`file` must be the path of an FLV file')
  if (!STATES.includes(state)) throw wrong(`\`state\` must be one of ${STATES.join(', ')}, not "${String(state)}"`)
  if (!(Number.isFinite(offset) && offset >= 0)) throw wrong(`\`offset\` must be ms from 0 on, not ${offset}`)
  if (section && !(section[0] >= 0 && section[1] > section[0]))
    throw wrong('`section` must be [from, to] in ms, the second after the first')
  return options
}

/** All feeds of a gateway, on one timer. */
export class Feeds {
  private readonly clips = new Map<string, Promise<Clip>>()
  private readonly running = new Set<RunningFeed>()
  private timer: unknown
  private closed = false

  constructor(
    private readonly publish: Publish,
    private readonly clock: MediaClock,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Reads and checks the file, once for all feeds of it. @throws TypeError */
  load({ to, file }: FeedOptions): Promise<Clip> {
    const known = this.clips.get(file)
    if (known) return known
    const clip = readClip(file).catch((error: unknown) => {
      this.clips.delete(file)
      throw error instanceof TypeError ? new TypeError(`feed ${to}: ${error.message}`) : error
    })
    this.clips.set(file, clip)
    return clip
  }

  async add(options: FeedOptions): Promise<Feed> {
    const clip = await this.load(checkFeed(options))
    if (this.closed) throw new Error('the gateway is closed')
    const feed = new RunningFeed(clip, options, this.clock, this.publish, (gone) => this.forget(gone))
    this.running.add(feed)
    if (this.timer === undefined) this.tick()
    try {
      await feed.set(options.state ?? 'live')
    } catch (error) {
      feed.close()
      throw error
    }
    return feed
  }

  close(): void {
    this.closed = true
    for (const feed of [...this.running]) feed.close()
  }

  private forget(feed: RunningFeed): void {
    this.running.delete(feed)
    if (this.running.size > 0) return
    this.clock.clearTimeout(this.timer)
    this.timer = undefined
  }

  private tick(): void {
    this.timer = this.clock.setTimeout(() => {
      for (const feed of this.running) this.pump(feed)
      if (this.running.size > 0) this.tick()
    }, PUMP_MS)
  }

  /** A feed that fails must not stop the others. */
  private pump(feed: RunningFeed): void {
    try {
      feed.pump()
    } catch (error) {
      feed.close()
      this.failed(error)
    }
  }
}
