/**
 * The one file where store state reaches `setData`: path-level changes, one call a component a tick, none while the page
 * is hidden, none after detach.
 *
 * Built on MobX reactions and not on storeBindingsBehavior, whose fields are sent whole, whose field functions do not
 * see property changes, and whose pending update fires after detach (test/components/bind.test.ts has all four traps).
 */
import { autorun, observable, untracked, type IObservableValue } from 'mobx-miniprogram'
import { getRoom, type RoomStore } from '../../store/index'
import { diffValue, plain, type Fields } from './diff'
import { rethrow } from './events'
import { roomKey } from './room'

/** Ticking fields leave at most every so many milliseconds: 4 flushes a second. */
export const TICK_MS = 250

export type Definitions = Record<string, { type: unknown; value: unknown }>

/** Values of property definitions; `value: 'live' as Layout` keeps its union. */
export type PropValues<P extends Definitions> = { readonly [K in keyof P]: P[K]['value'] }

/** As much of a component instance as the binding needs. */
export interface Bound {
  data: Fields
  setData(changes: Fields, done?: () => void): void
  triggerEvent(name: string, detail?: object): void
}

export interface BindOptions<P extends Definitions, L extends Fields, F extends Fields, T extends Fields> {
  /** The component's property definitions (its props.ts); the behavior declares them. */
  properties: P
  /** Own data that `select` may read beside the properties; change it by `this.setData` as usual. */
  local?: L
  /** Which store; default: `room` property, else `<live-room>` ancestor, else `default`. */
  key?(props: PropValues<P> & L): string
  /** Store and properties in, plain fields out. Runs again whenever something it has read changes. */
  select(store: RoomStore, props: PropValues<P> & L): F
  /** The same for values that tick (volume, grade, figures): sent at most every {@link TICK_MS}. */
  ticking?(store: RoomStore, props: PropValues<P> & L): T
  /**
   * What to do beside rendering, from the first flush on and again whenever something it has read changes. The returned
   * function undoes it, before the next run and on detach.
   */
  effect?(component: Bound, store: RoomStore, props: PropValues<P> & L): (() => void) | undefined
}

export type AnyOptions = BindOptions<Definitions, Fields, Fields, Fields>

/** What a field group should show, and what the component has been sent. */
interface Group {
  wanted: Fields
  sent: Fields
  /** `wanted` may differ from `sent`. */
  dirty: boolean
}

export class Binding {
  readonly props: PropValues<Definitions> & Fields
  private readonly boxes = new Map<string, IObservableValue<unknown>>()
  private readonly main: Group
  private readonly tick: Group
  private readonly undo: Array<() => void> = []
  private timer: ReturnType<typeof setTimeout> | undefined
  private tickedAt = -Infinity
  /** Ticking fields that wait for their turn. */
  private due: (() => void) | undefined
  private scheduled = false
  private hidden = false
  private state: 'new' | 'started' | 'gone' = 'new'

  constructor(
    private readonly component: Bound,
    private readonly options: AnyOptions,
    names: readonly string[],
    initial: { main: Fields; tick: Fields },
  ) {
    const props = {}
    for (const name of names) {
      const box = observable.box(component.data[name], { deep: false })
      this.boxes.set(name, box)
      Object.defineProperty(props, name, { enumerable: true, get: () => box.get() })
    }
    this.props = props
    const sent = (fields: Fields) => Object.fromEntries(Object.keys(fields).map((key) => [key, component.data[key]]))
    this.main = { wanted: initial.main, sent: sent(initial.main), dirty: true }
    this.tick = { wanted: initial.tick, sent: sent(initial.tick), dirty: true }
  }

  /** Apart from the constructor: what a first picture sets in the component's observers is heard here as any other. */
  attach(): void {
    // Whoever names its store is right from its first picture on; relations link after attached, in the same tick, and waiting
    // for that spares a first run against the wrong store. Effects always wait: the tag they are about is not there yet.
    if (this.options.key || this.component.data.room) this.start()
    wx.nextTick(() => this.begin())
  }

  store(): RoomStore {
    const { key } = this.options
    return getRoom(key ? key(this.props) : roomKey(this.component, String(this.props.room ?? '')))
  }

  set(name: string, value: unknown): void {
    this.boxes.get(name)?.set(value)
  }

  private begin(): void {
    if (this.state === 'gone') return
    if (this.state === 'new') this.start()
    if (this.options.effect) this.runEffect(this.options.effect)
  }

  private start(): void {
    this.state = 'started'
    const { select, ticking } = this.options
    this.follow(this.main, select)
    if (ticking) this.follow(this.tick, ticking, (run) => this.wait(run))
    this.flush()
  }

  private follow(group: Group, select: AnyOptions['select'], scheduler?: (run: () => void) => void): void {
    const run = () => {
      const selected = select(this.store(), this.props)
      group.wanted = plain(selected, 'select') as Fields
      group.dirty = true
      this.schedule()
    }
    this.undo.push(autorun(run, { onError: rethrow, ...(scheduler && { scheduler }) }))
  }

  /** What ticks is not even looked at between two flushes: a store that changes a hundred times a second costs four looks. */
  private wait(run: () => void): void {
    this.due = run
    const wait = this.tickedAt + TICK_MS - Date.now()
    if (wait <= 0) this.runDue()
    else
      this.timer ??= setTimeout(() => {
        this.timer = undefined
        this.runDue()
      }, wait)
  }

  private runDue(): void {
    const run = this.due
    if (this.hidden || !run) return
    this.due = undefined
    run()
  }

  private runEffect(effect: NonNullable<AnyOptions['effect']>): void {
    let cleanup: (() => void) | undefined
    const clean = () => {
      const last = cleanup
      cleanup = undefined
      if (last) untracked(last)
    }
    const run = () => {
      clean()
      cleanup = effect(this.component, this.store(), this.props)
    }
    this.undo.push(autorun(run, { onError: rethrow }), clean)
  }

  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    wx.nextTick(() => this.flush())
  }

  private flush(): void {
    this.scheduled = false
    if (this.hidden || this.state !== 'started') return
    const changes: Fields = {}
    this.collect(this.main, changes)
    const size = Object.keys(changes).length
    this.collect(this.tick, changes)
    if (Object.keys(changes).length > size) this.tickedAt = Date.now()
    if (Object.keys(changes).length > 0) this.component.setData(changes)
  }

  private collect(group: Group, changes: Fields): void {
    if (!group.dirty) return
    group.dirty = false
    const before = group.sent
    group.sent = { ...group.wanted }
    for (const name of Object.keys(group.sent)) {
      diffValue(before[name], group.sent[name], name, changes)
    }
  }

  hide(): void {
    this.hidden = true
  }

  show(): void {
    this.hidden = false
    this.runDue()
    if (this.state === 'started') this.flush()
  }

  destroy(): void {
    this.state = 'gone'
    if (this.timer) clearTimeout(this.timer)
    this.undo.forEach((step) => step())
  }
}
