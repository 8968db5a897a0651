import type { Part } from './types'

/** One immutable snapshot and the people who want to know when it is replaced. The base of every part of the room. */
export class Cell<S> implements Part<S> {
  private listeners = new Set<(snapshot: S) => void>()

  constructor(private current: S) {}

  get snapshot(): S {
    return this.current
  }

  onChange(listener: (snapshot: S) => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  protected set(next: S): void {
    if (next === this.current) return
    this.current = next
    Array.from(this.listeners).forEach((listener) => listener(next))
  }
}

/** An immutable list of things with an id, in join order: a tile whose place in the array changes may be re-inserted. */
export class ListCell<T extends { id: string }> extends Cell<readonly T[]> {
  constructor() {
    super([])
  }

  get(id: string): T | undefined {
    return this.snapshot.find((item) => item.id === id)
  }

  replace(items: readonly T[]): void {
    this.set(items)
  }

  /** Adds, or updates in place. */
  put(item: T): void {
    const index = this.snapshot.findIndex((other) => other.id === item.id)
    this.set(index < 0 ? this.snapshot.concat([item]) : this.snapshot.map((other, at) => (at === index ? item : other)))
  }

  remove(id: string): T | undefined {
    const item = this.get(id)
    if (item) this.set(this.snapshot.filter((other) => other.id !== id))
    return item
  }
}
