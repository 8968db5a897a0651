/** A mouse that drags what a finger would scroll. Touch and wheel are the browser's own. */

/** A mouse moved less than this may still be a tap. */
const SLOP = 6

export interface DragScroll {
  axes(): { x: boolean; y: boolean }
  /** The drag begins, goes on, ends; velocities in px per ms as the content moves. */
  started?(): void
  moved?(): void
  ended?(velocity: { x: number; y: number }): void
}

export function dragToScroll(el: HTMLElement, drag: DragScroll): void {
  el.addEventListener('pointerdown', (down) => {
    if (down.pointerType !== 'mouse' || down.button !== 0 || taken(down.target, el)) return
    const { x, y } = drag.axes()
    if (!x && !y) return
    const from = { left: el.scrollLeft, top: el.scrollTop }
    let last = { x: down.clientX, y: down.clientY, at: down.timeStamp }
    let velocity = { x: 0, y: 0 }
    let dragging = false
    const move = (event: PointerEvent) => {
      const dx = down.clientX - event.clientX
      const dy = down.clientY - event.clientY
      if (!dragging && Math.max(x ? Math.abs(dx) : 0, y ? Math.abs(dy) : 0) < SLOP) return
      if (!dragging) {
        dragging = true
        // A snapping container would hold on to its place.
        el.style.scrollSnapType = 'none'
        drag.started?.()
      }
      const time = Math.max(1, event.timeStamp - last.at)
      velocity = { x: (last.x - event.clientX) / time, y: (last.y - event.clientY) / time }
      last = { x: event.clientX, y: event.clientY, at: event.timeStamp }
      el.scrollTo({ ...(x && { left: from.left + dx }), ...(y && { top: from.top + dy }), behavior: 'instant' })
      drag.moved?.()
    }
    const up = () => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', up)
      removeEventListener('pointercancel', up)
      if (!dragging) return
      drag.ended?.(velocity)
      el.style.scrollSnapType = ''
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', up)
    addEventListener('pointercancel', up)
  })
}

/** Whether something inside follows the mouse itself. */
function taken(target: EventTarget | null, el: HTMLElement): boolean {
  const found = (target as Element).closest('input, textarea, [data-drags]')
  return found !== null && found !== el && el.contains(found)
}
