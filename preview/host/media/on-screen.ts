/** Tells whether an element is within the phone's own screen, wherever the phone is in the frame. Returns what ends it. */
export function watchOnScreen(el: HTMLElement, changed: (visible: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => changed(entries.at(-1)?.isIntersecting ?? true), {
    root: document,
  })
  observer.observe(el)
  return () => observer.disconnect()
}
