/** A chat-bar on a page with a room whose snapshots the test sets. */
import type { ChatEntry } from '../../src/room/types'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom } from '../support/fake-room'
import {
  attr,
  collect,
  expectNoErrors,
  load,
  native,
  render,
  settle,
  spySetData,
  type Rendered,
} from '../support/simulate'

export const entry = (key: string, change: Record<string, unknown> = {}): ChatEntry =>
  ({
    key,
    kind: 'chat',
    text: `text-${key}`,
    from: 'amy',
    name: 'Amy',
    at: 1,
    mine: false,
    status: 'sent',
    ...change,
  }) as ChatEntry

/** `count` entries, `prefix` and a number as their keys. */
export const many = (count: number, prefix = 'm', from = 0): ChatEntry[] =>
  Array.from({ length: count }, (_, i) => entry(`${prefix}${from + i}`))

export class Stage {
  readonly spy = spySetData()
  room!: FakeRoom
  part!: Rendered
  raised: Array<[string, unknown]> = []
  private readonly id = load('chat-bar')
  private readonly clock: jest.SpyInstance

  constructor() {
    // What ticks leaves at most every 250 ms: here every look at the clock is later than that.
    let now = 1_000_000
    this.clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 300))
  }

  async show(properties: Record<string, unknown> = {}): Promise<void> {
    this.room = new FakeRoom()
    getRoom('default').attach(this.room)
    this.room.enter(['amy'])
    this.part = render(this.id, { lang: 'en', ...properties })
    this.raised = collect(this.part, 'messagesend', 'giftsend', 'panelchange', 'like', 'error')
    await settle()
    this.spy.clear()
  }

  /** Call in afterEach. */
  async close(): Promise<void> {
    this.part.leave()
    removeRoom('default')
    await settle()
    expect(this.room.listenerCount).toBe(0)
    expectNoErrors()
  }

  /** Call in afterAll. */
  end(): void {
    this.spy.restore()
    this.clock.mockRestore()
  }

  /** What the room's list is now. */
  async say(list: readonly ChatEntry[], dropped = 0): Promise<void> {
    this.room.messages.set({ entries: list, dropped })
    await settle()
  }

  async tap(selector: string, index = 0): Promise<void> {
    const node = this.part.querySelectorAll(selector)[index]
    if (!node) throw new Error(`no ${selector} on screen`)
    node.dispatchEvent('tap')
    await settle()
  }

  async write(value: string): Promise<void> {
    await this.raise('.input', 'input', { value })
  }

  async raise(selector: string, event: string, detail: object = {}): Promise<void> {
    native(this.part.querySelector(selector), event, detail)
    await settle()
  }

  /** A finger moves the list to `scrollTop`. */
  async scroll(scrollTop: number, scrollHeight = 1_000): Promise<void> {
    await this.raise('.list', 'scroll', { scrollTop, scrollHeight })
  }

  has(selector: string): boolean {
    return this.part.querySelector(selector) !== undefined
  }

  count(selector: string): number {
    return this.part.querySelectorAll(selector).length
  }

  text(selector = '.lm-root'): string {
    return this.part.querySelector(selector)?.dom?.textContent ?? ''
  }

  texts(selector: string): Array<string | null | undefined> {
    return this.part.querySelectorAll(selector).map((node) => node.dom?.textContent)
  }

  attr(selector: string, name: string): unknown {
    return attr(this.part.querySelector(selector), name)
  }

  /** Paths sent since the last `spy.clear()`. */
  get paths(): string[] {
    return this.spy.calls.flatMap(({ data }) => Object.keys(data))
  }
}
