import { systemClock } from './clock'
import { refuse } from './refusal'
import type { MediaRefusal, MediaRequest, MediaVerdict, RelayCounters, RelayOptions } from './types'

export type ResolvedOptions = Required<RelayOptions>

export function resolveOptions(options: RelayOptions): ResolvedOptions {
  return {
    app: 'live',
    clock: systemClock,
    maxConnections: 4000,
    handshakeMs: 10_000,
    idleMs: 15_000,
    takeoverMs: 5_000,
    graceMs: 5_000,
    waitMs: 30_000,
    dropBytes: 1 << 20,
    cutBytes: 8 << 20,
    stallMs: 20_000,
    gopBytes: 4 << 20,
    maxFrameBytes: 4 << 20,
    onError: (error, during) => console.error(`lianmai media: ${during}:`, error),
    ...options,
  }
}

const NAME = /^[A-Za-z0-9_~.-]{1,120}$/

export const isStreamName = (name: string): boolean => NAME.test(name)

/** What all connections of a relay share: options, figures, and the list of who is connected. */
export class RelayContext {
  readonly counters: RelayCounters = {
    ...{ connections: 0, refused: 0, malformed: 0, timedOut: 0, cut: 0 },
    ...{ bytesIn: 0, bytesOut: 0 },
  }
  private readonly kills = new Set<() => void>()
  private closed = false

  constructor(readonly options: ResolvedOptions) {}

  get closing(): boolean {
    return this.closed
  }

  /**
   * Counts a connection in. Undefined when there are too many; else a function that counts it out, once.
   * @param kill Called when the relay closes.
   */
  admit(kill: () => void): (() => void) | undefined {
    if (this.closed || this.kills.size >= this.options.maxConnections) return undefined
    const own = (): void => kill()
    this.kills.add(own)
    this.counters.connections = this.kills.size
    return () => {
      this.kills.delete(own)
      this.counters.connections = this.kills.size
    }
  }

  killAll(): void {
    this.closed = true
    for (const kill of [...this.kills]) kill()
  }

  /** The owner's verdict. Whatever goes wrong while asking is a no. */
  async ask(request: MediaRequest): Promise<MediaVerdict> {
    const { clock, handshakeMs, hooks, onError } = this.options
    let timer: unknown
    const timeout = new Promise<MediaRefusal>((resolve) => {
      timer = clock.setTimeout(() => resolve(refuse('busy', 'authorization took too long, try again')), handshakeMs)
    })
    try {
      return await Promise.race([hooks.authorize(request), timeout])
    } catch (error) {
      onError(error, 'authorize')
      return refuse('busy', 'authorization failed, try again')
    } finally {
      clock.clearTimeout(timer)
    }
  }

  /** Runs one of the owner's notification hooks; its errors are the owner's, not the peer's. */
  notify(during: string, run: () => void): void {
    try {
      run()
    } catch (error) {
      this.options.onError(error, during)
    }
  }
}

/** For refusals by limit, before anybody is asked. */
export const TOO_MANY = refuse('busy', 'too many connections, try again later')
export const BAD_NAME = refuse('stream-not-found', 'a stream name has 1 to 120 of A-Z a-z 0-9 _ ~ . -')
export const IN_USE = refuse('stream-in-use', 'this name is being published by another connection')
