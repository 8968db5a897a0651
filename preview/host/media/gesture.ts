/** Browsers make no sound before the person did something on the page: whoever waits for that is told here. */

const waiting = new Set<() => void>()
let listening = false

function gesture(): void {
  const callbacks = [...waiting]
  waiting.clear()
  for (const callback of callbacks) callback()
}

/** Calls `callback` once, inside the next tap or key press in this phone; the returned function withdraws it. */
export function onNextGesture(callback: () => void): () => void {
  if (!listening) {
    listening = true
    for (const type of ['pointerup', 'keydown']) addEventListener(type, gesture, true)
  }
  waiting.add(callback)
  return () => void waiting.delete(callback)
}
