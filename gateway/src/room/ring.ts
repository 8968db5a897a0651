import type { LogEvent } from '../wire'

/** The newest events of a log, numbered without a hole. */
export class Ring {
  private readonly events: LogEvent[] = []
  private first = 1
  head = 0

  constructor(private readonly size: number) {}

  get tail(): number {
    return Math.max(this.first, this.head - this.size + 1)
  }

  push(event: LogEvent): void {
    this.events[(event.s - 1) % this.size] = event
    this.head = event.s
  }

  read(after: number, limit: number): LogEvent[] {
    const count = Math.max(0, Math.min(this.head - after, limit))
    return Array.from({ length: count }, (_, index) => this.events[(after + index) % this.size] as LogEvent)
  }

  /** Begins anew behind `head`: nothing up to it is kept. */
  clear(head = 0): void {
    this.events.length = 0
    this.head = head
    this.first = head + 1
  }
}
