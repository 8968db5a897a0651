/** `<swiper>`: items laid out side by side, moved by transforms; a finger, a timer or `current` moves them. */
import { builtinAt } from './registry'
import { pixels } from './lengths'
import { easings, offsetOf, type Easing } from './swiper-motion'
import { listenToSwipes, type Swipeable } from './swiper-touch'
import { swiperProperties } from './swiper-attributes'
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from './types'

export const swiper: BuiltinDefinition = {
  properties: swiperProperties,
  events: ['change', 'transition', 'animationfinish'],
  create: (host) => new Swiper(host),
}

export const swiperItem: BuiltinDefinition = {
  properties: { itemId: { type: String }, skipHiddenItemLayout: { type: Boolean } },
  events: [],
  create: () => ({}),
}

class Swiper implements BuiltinInstance, Swipeable {
  private readonly dots = document.createElement('div')
  /** Index of the item in front, and the place of the row in items: equal at rest. */
  private shown = 0
  position = 0
  private frame = 0
  private timer: ReturnType<typeof setInterval> | undefined
  private touching = false
  private readonly watch = new MutationObserver(() => this.settle())

  constructor(private readonly host: BuiltinHost) {
    this.dots.className = 'wx-swiper-dots'
    host.el.append(this.dots)
    listenToSwipes(host.el, this)
  }

  attached(): void {
    this.watch.observe(this.host.el, { childList: true })
    // Its items are attached after it.
    queueMicrotask(() => {
      this.shown = this.wanted()
      this.settle()
    })
    this.restart()
  }

  changed(name: string, value: unknown): void {
    if (name === 'vertical') this.host.el.toggleAttribute('vertical', Boolean(value))
    if (!this.host.el.isConnected) return
    if ((name === 'current' && value !== this.shown) || name === 'currentItemId') this.go(this.wanted(name), '')
    else if (['autoplay', 'interval', 'circular'].includes(name)) this.restart()
    if (name !== 'current') this.settle()
  }

  pageShown(shown: boolean): void {
    if (shown) this.restart()
    else clearInterval(this.timer)
  }

  detached(): void {
    clearInterval(this.timer)
    cancelAnimationFrame(this.frame)
    this.watch.disconnect()
  }

  inspect() {
    return { current: this.shown, position: this.position }
  }

  vertical(): boolean {
    return this.host.get('vertical')
  }

  allowed(): boolean {
    return !this.touching && !this.host.get<boolean>('disableTouch') && this.items.length > this.several
  }

  began(): void {
    cancelAnimationFrame(this.frame)
    this.touching = true
  }

  movedTo(position: number, begin: number): void {
    this.moveTo(this.limit(position, begin))
  }

  ended(wanted: number): void {
    this.touching = false
    const to = this.circular ? wanted : Math.max(0, Math.min(this.last, wanted))
    const count = this.items.length
    this.go(((to % count) + count) % count, 'touch', to)
    this.restart()
  }

  private get items(): HTMLElement[] {
    return [...this.host.el.querySelectorAll<HTMLElement>(':scope > wx-swiper-item')]
  }

  private get several(): number {
    return Math.max(1, this.host.get<number>('displayMultipleItems'))
  }

  /** The last index that may stand in front. */
  private get last(): number {
    const count = this.items.length
    return Math.max(0, this.circular ? count - 1 : count - this.several)
  }

  private get circular(): boolean {
    return this.host.get<boolean>('circular') && this.items.length > this.several
  }

  private wanted(name = 'current'): number {
    const id = this.host.get<string>('currentItemId')
    const byId = this.items.findIndex((item) => builtinAt(item)?.host.get('itemId') === id)
    const index =
      id !== '' && byId >= 0 && (name === 'currentItemId' || this.host.get('current') === 0) ? byId : undefined
    return Math.max(0, Math.min(this.last, index ?? (Number(this.host.get('current')) || 0)))
  }

  /** Moves to an item by the shorter way; `change` is told at once, `animationfinish` at the end. */
  private go(index: number, source: '' | 'touch' | 'autoplay', to = this.nearestTurn(index)): void {
    const changed = index !== this.shown
    this.shown = index
    if (changed) {
      if (source !== '') this.host.set('current', index)
      this.host.emit('change', { ...this.detail, source })
    }
    this.drawDots()
    this.animate(to, () => {
      this.position = index
      this.layOut()
      this.host.emit('animationfinish', { ...this.detail, source })
    })
  }

  private get detail() {
    const item = this.items[this.shown]
    const id: unknown = item && builtinAt(item)?.host.get('itemId')
    return { current: this.shown, currentItemId: typeof id === 'string' ? id : '' }
  }

  private nearestTurn(index: number): number {
    const count = this.items.length
    if (!this.circular) return index
    return index + Math.round((this.position - index) / count) * count
  }

  private animate(to: number, done: () => void): void {
    cancelAnimationFrame(this.frame)
    const from = this.position
    const duration = this.host.get<number>('duration')
    const easing = easings[this.host.get<Easing>('easingFunction')] ?? easings.default
    const began = performance.now()
    const tick = (now: number) => {
      const part = duration > 0 ? Math.min(1, Math.max(0, now - began) / duration) : 1
      this.moveTo(from + (to - from) * easing(part))
      if (part < 1) this.frame = requestAnimationFrame(tick)
      else done()
    }
    this.frame = requestAnimationFrame(tick)
  }

  private moveTo(position: number): void {
    if (position === this.position) return
    this.position = position
    this.layOut()
    const way = (position - this.shown) * this.itemSize
    const vertical = this.host.get<boolean>('vertical')
    this.host.emit('transition', { dx: vertical ? 0 : way, dy: vertical ? way : 0 })
  }

  get itemSize(): number {
    const { el, get } = this.host
    const size = get<boolean>('vertical') ? el.clientHeight : el.clientWidth
    return (size - pixels(get('previousMargin')) - pixels(get('nextMargin'))) / this.several
  }

  /** After items came or went, or an attribute of the layout changed. */
  private settle(): void {
    this.shown = Math.min(this.shown, this.last)
    if (!this.touching) this.position = this.shown
    this.layOut()
    this.drawDots()
  }

  private layOut(): void {
    const { get } = this.host
    const { items, several, circular, last } = this
    const before = get<string>('previousMargin')
    const edges = `${pixels(before)}px - ${pixels(get('nextMargin'))}px`
    const axis = get<boolean>('vertical') ? 'Y' : 'X'
    const room =
      get<boolean>('snapToEdge') && !circular
        ? offsetOfEdge(this.position, last, pixels(before), pixels(get('nextMargin')))
        : pixels(before)
    for (const [index, item] of items.entries()) {
      const offset = offsetOf(index, this.position, circular ? items.length : 0, several)
      item.style.setProperty(axis === 'X' ? 'width' : 'height', `calc((100% - ${edges}) / ${several})`)
      item.style.setProperty(axis === 'X' ? 'height' : 'width', '100%')
      item.style.transform = `translate${axis}(calc(${offset * 100}% + ${room}px))`
    }
  }

  private restart(): void {
    clearInterval(this.timer)
    if (!this.host.get<boolean>('autoplay')) return
    this.timer = setInterval(() => {
      if (this.touching || this.items.length <= this.several) return
      const next = this.shown >= this.last ? 0 : this.shown + 1
      this.go(next, 'autoplay', this.circular ? this.position + 1 : next)
    }, this.host.get<number>('interval'))
  }

  /** Beyond its ends a row gives way to a third only; `direction` may forbid one way. */
  private limit(position: number, begin: number): number {
    const direction = this.host.get<string>('direction')
    if (direction === 'positive' && position < begin) return begin
    if (direction === 'negative' && position > begin) return begin
    if (this.circular) return position
    if (position < 0) return position / 3
    return position > this.last ? this.last + (position - this.last) / 3 : position
  }

  private drawDots(): void {
    this.dots.hidden = !this.host.get<boolean>('indicatorDots')
    const shown = (index: number) => (index - this.shown + this.items.length) % this.items.length < this.several
    this.dots.replaceChildren(
      ...this.items.map((_, index) => {
        const dot = document.createElement('i')
        dot.style.background = this.host.get<string>(shown(index) ? 'indicatorActiveColor' : 'indicatorColor')
        return dot
      }),
    )
  }
}

/** `snap-to-edge`: no margin before the first item and none after the last. */
function offsetOfEdge(position: number, last: number, before: number, after: number): number {
  if (position < 1) return before * Math.max(0, position)
  if (position > last - 1) return before + after * Math.min(1, position - last + 1)
  return before
}
