/** `createMediaQueryObserver` and `<match-media>`: conditions on the page's size, which a turned phone changes. */

export interface MediaQuery {
  minWidth?: number
  maxWidth?: number
  width?: number
  minHeight?: number
  maxHeight?: number
  height?: number
  orientation?: string
}

/** Whether a page of this size in px meets every condition given. */
export function matches(query: MediaQuery, size: { width: number; height: number }): boolean {
  const { width, height } = size
  const checks: [given: number | undefined, holds: (limit: number) => boolean][] = [
    [query.width, (limit) => width === limit],
    [query.minWidth, (limit) => width >= limit],
    [query.maxWidth, (limit) => width <= limit],
    [query.height, (limit) => height === limit],
    [query.minHeight, (limit) => height >= limit],
    [query.maxHeight, (limit) => height <= limit],
  ]
  if (query.orientation !== undefined && query.orientation !== (width > height ? 'landscape' : 'portrait')) return false
  return checks.every(([limit, holds]) => limit === undefined || holds(limit))
}

export class MediaQueryObserver {
  private stop: (() => void) | undefined

  /** Tells at once, and then at each change. */
  observe(query: MediaQuery, listener: (result: { matches: boolean }) => void): void {
    this.disconnect()
    let known: boolean | undefined
    const check = () => {
      const now = matches(query, { width: innerWidth, height: innerHeight })
      if (now === known) return
      known = now
      listener({ matches: now })
    }
    const first = setTimeout(check, 0)
    window.addEventListener('resize', check)
    this.stop = () => {
      clearTimeout(first)
      window.removeEventListener('resize', check)
    }
  }

  disconnect(): void {
    this.stop?.()
    this.stop = undefined
  }
}
