/** `hover-class`: on after `hover-start-time` of a press, off `hover-stay-time` after its end. */

export interface Hoverable {
  /** `hover-class` as written; `none` is no class. */
  names(): string
  /** `hover-start-time` and `hover-stay-time` in ms. */
  times(): { start: number; stay: number }
  toggle(name: string, on: boolean): void
}

/** Follows `mp:hover`, whose detail says whether the tag is pressed. */
export function listenToHover(element: HTMLElement, { names, times, toggle }: Hoverable): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: string[] = []
  const show = () => {
    shown = names()
      .split(/\s+/)
      .filter((name) => name !== '' && name !== 'none')
    for (const name of shown) toggle(name, true)
  }
  const hide = () => {
    for (const name of shown) toggle(name, false)
    shown = []
  }
  element.addEventListener('mp:hover', (event) => {
    clearTimeout(timer)
    const { start, stay } = times()
    if ((event as CustomEvent<boolean>).detail) timer = setTimeout(show, start)
    else if (shown.length > 0) timer = setTimeout(hide, stay)
  })
}
