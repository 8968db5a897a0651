import type { BuiltinDefinition, BuiltinHost } from './types'

/** `<swiper>`: a scroll-snap row or column; `current` follows the scroll position and the other way round. */
export const swiper: BuiltinDefinition = {
  properties: {
    indicatorDots: { type: Boolean },
    indicatorColor: { type: String, value: 'rgba(0, 0, 0, .3)' },
    indicatorActiveColor: { type: String, value: '#000000' },
    autoplay: { type: Boolean },
    current: { type: Number },
    interval: { type: Number, value: 5000 },
    duration: { type: Number, value: 500 },
    circular: { type: Boolean },
    vertical: { type: Boolean },
    displayMultipleItems: { type: Number, value: 1 },
    easingFunction: { type: String },
    previousMargin: { type: String },
    nextMargin: { type: String },
  },
  events: ['change', 'transition', 'animationfinish'],
  create: (host) => new Swiper(host),
}

class Swiper {
  private readonly dots = document.createElement('div')
  private shown = 0
  private timer: ReturnType<typeof setInterval> | undefined

  constructor(private readonly host: BuiltinHost) {
    this.dots.className = 'wx-swiper-dots'
    host.el.append(this.dots)
    host.el.addEventListener('scroll', () => this.scrolled(), { passive: true })
  }

  attached(): void {
    // Its items are attached after it.
    setTimeout(() => this.go(this.host.get('current'), false), 0)
    this.restart()
  }

  changed(name: string, value: unknown): void {
    if (name === 'vertical') this.host.el.toggleAttribute('vertical', Boolean(value))
    if (name === 'current' && value !== this.shown) this.go(Number(value), true)
    if (name === 'autoplay' || name === 'interval') this.restart()
    if (name === 'indicatorDots') this.drawDots()
  }

  detached(): void {
    clearInterval(this.timer)
  }

  inspect() {
    return { current: this.shown }
  }

  private get items(): HTMLElement[] {
    return [...this.host.el.querySelectorAll<HTMLElement>('wx-swiper-item')]
  }

  private go(index: number, animated: boolean): void {
    const item = this.items[index]
    if (!item) return
    this.host.el.scrollTo({ left: item.offsetLeft, top: item.offsetTop, behavior: animated ? 'smooth' : 'instant' })
    if (!animated) this.shown = index
    this.drawDots()
  }

  private scrolled(): void {
    const { scrollLeft, scrollTop } = this.host.el
    const position = (item: HTMLElement) =>
      Math.abs(item.offsetLeft - scrollLeft) + Math.abs(item.offsetTop - scrollTop)
    const nearest = this.items.reduce(
      (best, item, index, all) => (position(item) < position(all[best] ?? item) ? index : best),
      0,
    )
    if (nearest === this.shown) return
    this.shown = nearest
    this.host.set('current', nearest)
    this.host.emit('change', { current: nearest, currentItemId: '', source: this.timer ? 'autoplay' : 'touch' })
    this.drawDots()
  }

  private restart(): void {
    clearInterval(this.timer)
    this.timer = undefined
    if (!this.host.get<boolean>('autoplay')) return
    this.timer = setInterval(
      () => this.go((this.shown + 1) % Math.max(1, this.items.length), true),
      this.host.get<number>('interval'),
    )
  }

  private drawDots(): void {
    this.dots.hidden = !this.host.get<boolean>('indicatorDots')
    this.dots.replaceChildren(
      ...this.items.map((_, index) => {
        const dot = document.createElement('i')
        const name = index === this.shown ? 'indicatorActiveColor' : 'indicatorColor'
        dot.style.background = this.host.get<string>(name)
        return dot
      }),
    )
  }
}

export const swiperItem: BuiltinDefinition = {
  properties: { itemId: { type: String }, skipHiddenItemLayout: { type: Boolean } },
  events: [],
  create: () => ({}),
}
