/** A finger, or the mouse, on a row of items: from the first move to letting go. */
import { landing } from './swiper-motion'

/** A finger moved less than this has no direction yet. */
const SLOP = 8
/** A finger that rested this long before it left does not flick. */
const REST_MS = 60

/** What the swiper answers while it is held; places are in items. */
export interface Swipeable {
  readonly position: number
  /** Size of one item along the row, in px. */
  readonly itemSize: number
  vertical(): boolean
  /** Whether a finger may take hold now. */
  allowed(): boolean
  began(): void
  movedTo(position: number, begin: number): void
  /** Where the row should end. */
  ended(to: number): void
}

export function listenToSwipes(el: HTMLElement, row: Swipeable): void {
  el.dataset['drags'] = ''
  el.addEventListener('pointerdown', (event) => {
    const own = (event.target as Element).closest('[data-drags]') === el
    if (event.button === 0 && own && row.allowed()) follow(event, row)
  })
}

function follow(down: PointerEvent, row: Swipeable): void {
  const begin = row.position
  let held = false
  let last = { at: down.timeStamp, position: begin, speed: 0 }
  const move = ({ clientX, clientY, timeStamp }: PointerEvent) => {
    const way = row.vertical() ? down.clientY - clientY : down.clientX - clientX
    if (!held && Math.abs(way) < SLOP) return
    if (!held) row.began()
    held = true
    row.movedTo(begin + way / Math.max(1, row.itemSize), begin)
    const speed = (row.position - last.position) / Math.max(1, timeStamp - last.at)
    last = { at: timeStamp, position: row.position, speed }
  }
  const up = ({ timeStamp }: PointerEvent) => {
    removeEventListener('pointermove', move)
    removeEventListener('pointerup', up)
    removeEventListener('pointercancel', up)
    if (held) row.ended(landing(begin, row.position, timeStamp - last.at > REST_MS ? 0 : last.speed))
  }
  addEventListener('pointermove', move)
  addEventListener('pointerup', up)
  addEventListener('pointercancel', up)
}
