/** `<movable-area>` and `<movable-view>`: dragging, pinching, inertia and the way back. */
import { pixels } from './lengths'
import { boundsOf, clampTo, glide, resist, thrown, type Point } from './movable-motion'
import { reportAt } from './report'
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from './types'

export const movableArea: BuiltinDefinition = {
  properties: { scaleArea: { type: Boolean } },
  events: [],
  create: () => ({}),
}

export const movableView: BuiltinDefinition = {
  properties: {
    direction: { type: String, value: 'none', values: ['all', 'vertical', 'horizontal', 'none'] },
    inertia: { type: Boolean },
    outOfBounds: { type: Boolean },
    x: { type: null, value: 0 },
    y: { type: null, value: 0 },
    damping: { type: Number, value: 20 },
    friction: { type: Number, value: 2 },
    disabled: { type: Boolean },
    scale: { type: Boolean },
    scaleMin: { type: Number, value: 0.1 },
    scaleMax: { type: Number, value: 10 },
    scaleValue: { type: Number, value: 1 },
    animation: { type: Boolean, value: true },
  },
  events: ['change', 'scale', 'htouchmove', 'vtouchmove'],
  create: (host) => new Movable(host),
}

/** A finger moved less than this has no direction yet. */
const SLOP = 4

class Movable implements BuiltinInstance {
  private at: Point = { x: 0, y: 0 }
  private factor = 1
  private readonly fingers = new Map<number, Point>()
  private grip = { pointer: { x: 0, y: 0 }, at: { x: 0, y: 0 }, distance: 0, factor: 1, told: false }
  private velocity: Point = { x: 0, y: 0 }
  private movedAt = 0
  private stop: () => void = () => undefined
  private readonly watch = new ResizeObserver(() => this.fit())

  constructor(private readonly host: BuiltinHost) {
    const { el } = host
    el.dataset['drags'] = ''
    el.addEventListener('pointerdown', (event) => this.down(event))
    el.addEventListener('wheel', (event) => this.wheel(event), { passive: false })
  }

  attached(): void {
    const area = this.host.el.parentElement
    if (area?.localName !== 'wx-movable-area') {
      void reportAt(this.host, '<movable-view> does not move: it must be a direct child of <movable-area>')
      return
    }
    this.watch.observe(area)
    // The view has its size only after the styles of the same update.
    queueMicrotask(() => {
      this.factor = this.limit(this.host.get('scaleValue'))
      this.put(this.wanted(), '')
    })
  }

  changed(name: string): void {
    const { el, get } = this.host
    if (name === 'direction' || name === 'disabled')
      el.dataset['direction'] = get('disabled') ? 'none' : get('direction')
    if (!el.isConnected) return
    if (name === 'x' || name === 'y') this.move(clampTo(this.bounds, this.wanted()), '')
    if (name === 'scaleValue') this.zoom(get('scaleValue'))
  }

  detached(): void {
    this.stop()
    this.watch.disconnect()
  }

  inspect() {
    return { ...this.at, scale: this.factor }
  }

  private wanted(): Point {
    return { x: pixels(this.host.get('x')), y: pixels(this.host.get('y')) }
  }

  private get bounds() {
    const { el } = this.host
    const area = el.parentElement
    const size = { width: el.offsetWidth * this.factor, height: el.offsetHeight * this.factor }
    return boundsOf({ width: area?.clientWidth ?? 0, height: area?.clientHeight ?? 0 }, size)
  }

  private down(event: PointerEvent): void {
    const { direction } = this.host.el.dataset
    if (event.button !== 0 || !direction || (direction === 'none' && !this.host.get('scale'))) return
    this.stop()
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    this.hold()
    if (this.fingers.size > 1) return
    const move = (next: PointerEvent) => this.drag(next)
    const up = (next: PointerEvent) => {
      this.fingers.delete(next.pointerId)
      if (this.fingers.size > 0) return this.hold()
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', up)
      removeEventListener('pointercancel', up)
      this.release(next.timeStamp)
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', up)
    addEventListener('pointercancel', up)
  }

  /** Remembers where everything is when a finger comes or goes. */
  private hold(): void {
    const [pointer = { x: 0, y: 0 }] = this.fingers.values()
    this.grip = { pointer, at: this.at, distance: this.distance, factor: this.factor, told: false }
    this.velocity = { x: 0, y: 0 }
  }

  private get distance(): number {
    const [first, second] = this.fingers.values()
    return first && second ? Math.hypot(first.x - second.x, first.y - second.y) : 0
  }

  private drag(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId)
    if (before === undefined) return
    const now = { x: event.clientX, y: event.clientY }
    this.fingers.set(event.pointerId, now)
    if (this.fingers.size > 1) {
      if (this.host.get('scale') && this.grip.distance > 0)
        this.zoom((this.grip.factor * this.distance) / this.grip.distance)
      return
    }
    const way = { x: now.x - this.grip.pointer.x, y: now.y - this.grip.pointer.y }
    if (Math.max(Math.abs(way.x), Math.abs(way.y)) < SLOP) return
    this.tellDirection(way)
    const { direction } = this.host.el.dataset
    const elapsed = Math.max(1, event.timeStamp - this.movedAt)
    this.velocity = { x: (now.x - before.x) / elapsed, y: (now.y - before.y) / elapsed }
    this.movedAt = event.timeStamp
    const wanted = {
      x: this.grip.at.x + (direction === 'all' || direction === 'horizontal' ? way.x : 0),
      y: this.grip.at.y + (direction === 'all' || direction === 'vertical' ? way.y : 0),
    }
    const { bounds } = this
    const inside = clampTo(bounds, wanted)
    const out = inside.x !== wanted.x || inside.y !== wanted.y
    if (out && this.host.get('outOfBounds')) this.put(resist(bounds, wanted), 'touch-out-of-bounds')
    else this.put(inside, 'touch')
  }

  private tellDirection({ x, y }: Point): void {
    if (this.grip.told) return
    this.grip.told = true
    this.host.emit(Math.abs(x) > Math.abs(y) ? 'htouchmove' : 'vtouchmove', {})
  }

  private release(time: number): void {
    const { get, el } = this.host
    const inside = clampTo(this.bounds, this.at)
    if (inside.x !== this.at.x || inside.y !== this.at.y) return this.move(inside, 'out-of-bounds')
    if (!get('inertia') || !this.grip.told || time - this.movedAt > 50) return
    const { direction } = el.dataset
    const velocity = {
      x: direction === 'vertical' ? 0 : this.velocity.x,
      y: direction === 'horizontal' ? 0 : this.velocity.y,
    }
    this.move(clampTo(this.bounds, thrown(this.at, velocity, get('friction'))), 'friction')
  }

  /** Pinching on a trackpad arrives as a wheel with ctrl. */
  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey || !this.host.get('scale') || this.host.get('disabled')) return
    event.preventDefault()
    this.zoom(this.factor * Math.exp(-event.deltaY / 100))
  }

  private limit(factor: number): number {
    if (!this.host.get('scale')) return 1
    const min = Math.max(0.1, this.host.get<number>('scaleMin'))
    return Math.min(Math.min(10, this.host.get<number>('scaleMax')), Math.max(min, factor))
  }

  private zoom(wanted: number): void {
    const factor = this.limit(wanted)
    if (factor === this.factor) return
    this.factor = factor
    this.at = clampTo(this.bounds, this.at)
    this.draw()
    this.host.emit('scale', { ...this.at, scale: factor })
  }

  private move(to: Point, source: string): void {
    this.stop()
    if (!this.host.get('animation')) return this.put(to, source)
    if (to.x === this.at.x && to.y === this.at.y) return
    this.stop = glide(this.at, to, this.host.get('damping'), (at) => this.put(at, source))
  }

  private put(at: Point, source: string): void {
    const moved = at.x !== this.at.x || at.y !== this.at.y
    this.at = at
    this.draw()
    if (moved) this.host.emit('change', { x: round(at.x), y: round(at.y), source })
  }

  private fit(): void {
    if (this.fingers.size === 0) this.put(clampTo(this.bounds, this.at), '')
  }

  private draw(): void {
    this.host.el.style.transform = `translate(${this.at.x}px, ${this.at.y}px) scale(${this.factor})`
  }
}

const round = (number: number): number => Math.round(number * 10) / 10
