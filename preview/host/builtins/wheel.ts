/** One column of a picker: items of equal height that scroll under a fixed frame. */
import { dragToScroll } from './drag'

export interface WheelOptions {
  /** Height of one item in px. */
  itemHeight(): number
  /** Number of items. */
  count(): number
  started?(): void
  /** The wheel has come to rest at another item than before. */
  settled(index: number): void
}

export class Wheel {
  private shown = 0
  private turning = false

  /** @param el scrolls; its items are children, with half a window of room above and below */
  constructor(
    readonly el: HTMLElement,
    private readonly options: WheelOptions,
  ) {
    el.dataset['drags'] = ''
    el.addEventListener('scroll', () => this.start(), { passive: true })
    el.addEventListener('scrollend', () => this.rest())
    el.tabIndex = 0
    el.addEventListener('keydown', (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      if (step === undefined) return
      event.preventDefault()
      this.turn(this.shown + step)
    })
    dragToScroll(el, {
      axes: () => ({ x: false, y: true }),
      ended: ({ y }) => this.turn(Math.round((el.scrollTop + y * 150) / this.options.itemHeight())),
    })
  }

  get index(): number {
    return this.shown
  }

  /** Goes there at once and tells nobody. */
  go(index: number): void {
    this.shown = this.clamp(index)
    this.el.scrollTo({ top: this.shown * this.options.itemHeight(), behavior: 'instant' })
  }

  /** Turns there; `settled` follows. */
  turn(index: number): void {
    const top = this.clamp(index) * this.options.itemHeight()
    if (Math.abs(top - this.el.scrollTop) < 1) this.rest()
    else this.el.scrollTo({ top, behavior: 'smooth' })
  }

  private start(): void {
    if (this.turning || this.nearest() === this.shown) return
    this.turning = true
    this.options.started?.()
  }

  private rest(): void {
    this.turning = false
    const index = this.nearest()
    if (index === this.shown) return
    this.shown = index
    this.options.settled(index)
  }

  private nearest(): number {
    return this.clamp(Math.round(this.el.scrollTop / Math.max(1, this.options.itemHeight())))
  }

  private clamp(index: number): number {
    return Math.max(0, Math.min(this.options.count() - 1, index))
  }
}
