/** The channel between a page and the page that opened it. Events sent before a listener exists wait for it. */
type Handler = (...data: unknown[]) => void

export class EventChannel {
  private readonly handlers = new Map<string, Set<Handler>>()
  private readonly waiting = new Map<string, unknown[][]>()

  constructor(events: Record<string, Handler> = {}) {
    for (const [name, handler] of Object.entries(events)) this.on(name, handler)
  }

  emit(name: string, ...data: unknown[]): void {
    const handlers = this.handlers.get(name)
    if (handlers && handlers.size > 0) for (const handler of [...handlers]) handler(...data)
    else this.waiting.set(name, [...(this.waiting.get(name) ?? []), data])
  }

  on(name: string, handler: Handler): void {
    const handlers = this.handlers.get(name) ?? new Set()
    this.handlers.set(name, handlers.add(handler))
    const waiting = this.waiting.get(name) ?? []
    this.waiting.delete(name)
    for (const data of waiting) handler(...data)
  }

  once(name: string, handler: Handler): void {
    const wrapped: Handler = (...data) => {
      this.off(name, wrapped)
      handler(...data)
    }
    this.on(name, wrapped)
  }

  off(name: string, handler?: Handler): void {
    if (handler) this.handlers.get(name)?.delete(handler)
    else this.handlers.delete(name)
  }
}
