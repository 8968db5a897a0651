/** Touch events, tap, long press and animation ends, from touch and mouse alike, raised on glass-easel nodes. */
import type { PhoneBackend } from './backend'

/** WeChat's own: a finger that moves further is no tap; 350 ms is a long press. */
const TAP_DISTANCE = 10
const LONG_PRESS_MS = 350

interface Point {
  identifier: number
  pageX: number
  pageY: number
  clientX: number
  clientY: number
}

interface Press {
  target: EventTarget | null
  start: Point
  moved: boolean
  long: boolean
  timer: ReturnType<typeof setTimeout>
}

const PASSED_ON = ['transitionend', 'animationstart', 'animationiteration', 'animationend'] as const

export function listenToGestures(backend: PhoneBackend): void {
  const gestures = new Gestures(backend)
  const options = { capture: true, passive: false }
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const)
    document.addEventListener(type, (event) => gestures.touch(type, event), options)
  document.addEventListener('mousedown', (event) => gestures.mouse('touchstart', event), options)
  document.addEventListener('mousemove', (event) => gestures.mouse('touchmove', event), options)
  document.addEventListener('mouseup', (event) => gestures.mouse('touchend', event), options)
  for (const type of PASSED_ON)
    document.addEventListener(type, (event) => backend.raise(event.target, type, {}, event, false), true)
}

class Gestures {
  private readonly presses = new Map<number, Press>()
  private touched = false

  constructor(private readonly backend: PhoneBackend) {}

  touch(type: string, event: TouchEvent): void {
    this.touched = true
    for (const touch of event.changedTouches) this.handle(type, event, touch)
  }

  /** After a real touch the browser repeats it as mouse events, which must not count twice. */
  mouse(type: string, event: MouseEvent): void {
    if (this.touched || event.button !== 0) return
    const { pageX, pageY, clientX, clientY } = event
    this.handle(type, event, { identifier: 0, pageX, pageY, clientX, clientY })
  }

  private handle(type: string, event: Event, point: Point): void {
    if (type === 'touchstart') this.start(event, point)
    const press = this.presses.get(point.identifier)
    if (press === undefined) return
    if (this.raise(press.target, type, event, point)) event.preventDefault()
    if (type === 'touchmove') this.move(press, point)
    if (type === 'touchend' || type === 'touchcancel') this.end(press, event, point, type === 'touchend')
  }

  private start(event: Event, point: Point): void {
    const press: Press = {
      target: event.target,
      start: point,
      moved: false,
      long: false,
      timer: setTimeout(() => {
        press.long = !press.moved
        if (!press.long) return
        this.raise(press.target, 'longpress', event, point)
        this.raise(press.target, 'longtap', event, point)
      }, LONG_PRESS_MS),
    }
    this.presses.set(point.identifier, press)
    markHover(press.target, true)
  }

  private move(press: Press, point: Point): void {
    const distance = Math.hypot(point.clientX - press.start.clientX, point.clientY - press.start.clientY)
    if (distance <= TAP_DISTANCE) return
    press.moved = true
    clearTimeout(press.timer)
  }

  private end(press: Press, event: Event, point: Point, completed: boolean): void {
    clearTimeout(press.timer)
    this.presses.delete(point.identifier)
    markHover(press.target, false)
    if (completed && !press.moved) this.tap(press, event)
    else this.raise(press.target, 'canceltap', event, press.start)
  }

  private tap({ target, start }: Press, event: Event): void {
    if (!(target instanceof Element) || target.closest('wx-button[disabled]')) return
    this.raise(target, 'tap', event, start)
    // Built-in tags act after the page's own handlers: a share button's page has set its data by then.
    target.dispatchEvent(new CustomEvent('mp:tap', { bubbles: true }))
  }

  private raise(target: EventTarget | null, type: string, event: Event, point: Point): boolean {
    const touch = inPage(point, target)
    return this.backend.raise(target, type, { x: touch.pageX, y: touch.pageY, touches: [touch] }, event)
  }
}

/** Places as the page counts them: from below the navigation bar, and with what is scrolled away. */
function inPage({ identifier, clientX, clientY }: Point, target: EventTarget | null): Point {
  const content = target instanceof Element ? target.closest('.mp-page-content') : null
  const top = clientY - (content?.getBoundingClientRect().top ?? 0)
  return { identifier, clientX, clientY: top, pageX: clientX, pageY: top + (content?.scrollTop ?? 0) }
}

/** Every tag with a hover-class around the finger shows it, up to one that stops it; their built-ins do the rest. */
function markHover(target: EventTarget | null, on: boolean): void {
  let element = target instanceof Element ? target.closest('[data-hoverable]') : null
  while (element) {
    element.dispatchEvent(new CustomEvent('mp:hover', { detail: on }))
    if (element.hasAttribute('data-hover-stop')) return
    element = element.parentElement?.closest('[data-hoverable]') ?? null
  }
}
