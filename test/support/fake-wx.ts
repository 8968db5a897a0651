/** A phone's `wx` that counts: every wx.on* with its wx.off*, every socket. Put in place by {@link installPhone}. */

const EVENTS = [
  'AppShow',
  'AppHide',
  'NetworkStatusChange',
  'NetworkWeakChange',
  'AudioInterruptionBegin',
  'AudioInterruptionEnd',
  'MemoryWarning',
] as const
type PhoneEvent = (typeof EVENTS)[number]
type Listener = (payload: unknown) => void

/** A socket that opens, says and breaks when the test says so. */
export class FakeSocket {
  closed = false
  /** What was sent, parsed. */
  readonly sent: Array<Record<string, unknown>> = []
  private handlers: Record<string, Listener> = {}
  onOpen = (handler: Listener) => void (this.handlers.open = handler)
  onMessage = (handler: Listener) => void (this.handlers.message = handler)
  onClose = (handler: Listener) => void (this.handlers.close = handler)
  onError = (handler: Listener) => void (this.handlers.error = handler)
  send = ({ data }: { data: string }) => void this.sent.push(JSON.parse(data) as Record<string, unknown>)
  close = () => {
    this.closed = true
  }

  open(): void {
    this.handlers.open?.({})
  }

  receive(frame: unknown): void {
    this.handlers.message?.({ data: JSON.stringify(frame) })
  }

  /** The connection breaks. */
  break(): void {
    this.closed = true
    this.handlers.close?.({ code: 1006 })
  }
}

export class FakePhone {
  readonly listeners = new Map<string, Set<Listener>>()
  readonly sockets: FakeSocket[] = []
  /** The object that stands as `wx`. */
  readonly wx: Record<string, unknown> = {
    connectSocket: () => {
      const socket = new FakeSocket()
      this.sockets.push(socket)
      return socket
    },
    getStorageSync: () => '',
    setStorage: () => undefined,
  }

  /** @param without names that this phone's base library does not have, for example `offNetworkStatusChange` */
  constructor(without: readonly string[] = []) {
    for (const event of EVENTS) {
      const set = new Set<Listener>()
      this.listeners.set(event, set)
      this.wx[`on${event}`] = (listener: Listener) => void set.add(listener)
      this.wx[`off${event}`] = (listener: Listener) => void set.delete(listener)
    }
    for (const name of without) delete this.wx[name]
  }

  emit(event: PhoneEvent, payload: unknown = {}): void {
    Array.from(this.listeners.get(event) ?? []).forEach((listener) => listener(payload))
  }

  /** Listeners that are registered now, by event. */
  get registered(): Record<string, number> {
    const counts = Array.from(this.listeners, ([event, { size }]) => [event, size] as const)
    return Object.fromEntries(counts.filter(([, size]) => size > 0))
  }

  /** Listeners and sockets that nobody took back. */
  get left(): { listeners: number; sockets: number } {
    const sets = Array.from(this.listeners.values())
    return {
      listeners: sets.reduce((sum, { size }) => sum + size, 0),
      sockets: this.sockets.filter(({ closed }) => !closed).length,
    }
  }
}

/** @returns the phone; {@link removePhone} in afterEach */
export function installPhone(without?: readonly string[]): FakePhone {
  const phone = new FakePhone(without)
  ;(globalThis as { wx?: unknown }).wx = phone.wx
  return phone
}

export function removePhone(): void {
  delete (globalThis as { wx?: unknown }).wx
}

/** A device of either tag that writes down what it is told, and does it at once. */
export function fakeDevice(name: string, log: string[]) {
  const call = (method: string) => async () => void log.push(`${name}.${method}`)
  return {
    start: call('start'),
    play: call('play'),
    stop: call('stop'),
    pause: call('pause'),
    resume: call('resume'),
    switchCamera: call('switchCamera'),
  }
}
