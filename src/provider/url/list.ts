/** The list of streams as it is known now: asked for, compared, told. */
import type { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type { ProviderEvents, Stream } from '../types'
import { checkStreams } from './check'
import type { UrlOptions, UrlStream } from './types'

/** A list that is kept up to date. */
export interface StreamList {
  /** In the order of the list. */
  streams(): Stream[]
  find(id: string): UrlStream | undefined
  /** Asks anew, together with whoever asks already. @throws LiveError when the list cannot be had */
  ask(): Promise<void>
  /** Tells changes from now on, and asks every `poll` ms. */
  start(): void
  /** The network or the app is back: not at the next poll but now. */
  wake(): void
  stop(): void
}

export function createList({ streams = [], poll = 0 }: UrlOptions, events: Emitter<ProviderEvents>): StreamList {
  let entries: ReadonlyArray<UrlStream & { stream: Stream }> = []
  let asking: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | 0 = 0
  let running = false
  let over = false
  /** Polls in a row that failed. */
  let failures = 0

  const known = (id: string) => entries.find((entry) => entry.id === id)
  const tell: Emitter<ProviderEvents>['emit'] = (event, payload) => {
    if (running) events.emit(event, payload)
  }

  function take(list: readonly UrlStream[]): void {
    const before = entries
    entries = list.map((entry) => {
      const { id, name = id, audio = true, video = true } = entry
      const startedAt = before.find((old) => old.id === id)?.stream.startedAt ?? Date.now()
      return { ...entry, stream: { id, userId: name, kind: 'external', audio, video, startedAt } }
    })
    before.forEach(({ id }) => {
      if (!known(id)) tell('streamRemoved', { streamId: id })
    })
    entries.forEach(({ id, stream }) => {
      const old = before.find((entry) => entry.id === id)?.stream
      if (!old) tell('streamAdded', { ...stream })
      else if (JSON.stringify(old) !== JSON.stringify(stream)) tell('streamUpdated', { ...stream })
    })
  }

  async function load(): Promise<void> {
    try {
      const list = await (typeof streams === 'function' ? streams() : streams)
      if (over) return
      checkStreams(list)
      take(list)
    } catch (thrown) {
      throw LiveError.from(thrown, 'network', 'url: the function "streams" failed')
    } finally {
      asking = undefined
    }
  }

  const ask = () => (asking = asking ?? load())

  async function check(): Promise<void> {
    clearTimeout(timer)
    try {
      await ask()
      if (failures) tell('resumed', {})
      failures = 0
    } catch (thrown) {
      failures += 1
      tell('reconnecting', { attempt: failures, cause: thrown as LiveError })
    }
    later()
  }

  function later(): void {
    clearTimeout(timer)
    if (running && poll) timer = setTimeout(() => void check(), poll)
  }

  return {
    streams: () => entries.map(({ stream }) => ({ ...stream })),
    find: known,
    ask,
    start() {
      running = !over
      later()
    },
    wake() {
      if (running && poll) void check()
    },
    stop() {
      over = true
      running = false
      clearTimeout(timer)
    },
  }
}
