/** Likes are a figure, not messages: counted for a moment, sent without a number, never sent twice. */
export interface Likes {
  add(count: number): void
  /** The room is in: what was counted meanwhile goes out. */
  flush(): void
  clear(): void
}

const WINDOW_MS = 300
/** The gateway takes no more in one frame. */
const MAX_COUNT = 100

/** @param send returns false when there is no way to the server now; the likes are counted on then. */
export function createLikes(send: (count: number) => boolean): Likes {
  let count = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    timer = undefined
    const part = Math.min(count, MAX_COUNT)
    if (!part || !send(part)) return
    count -= part
    if (count) wait()
  }

  function wait(): void {
    timer ??= setTimeout(flush, WINDOW_MS)
  }

  return {
    add(more) {
      count += more
      wait()
    },
    flush: wait,
    clear() {
      if (timer !== undefined) clearTimeout(timer)
      count = 0
    },
  }
}
