/** Who is the main picture while people talk: it follows the loudest, but not every cough. */
import type { RoomStore } from '../../store/index'
import { SPEAKING } from '../player-tile/view'

/** Somebody else has to speak this long before the picture goes to them. */
export const SETTLE_MS = 800
/** A picture that has just come stays this long. */
export const HOLD_MS = 3000

/** The loudest of those who speak; of equals the one who has the picture, else the first. The empty string: silence. */
export function loudest(store: RoomStore, ids: readonly string[], main: string): string {
  let best = ''
  let most = SPEAKING - 1
  for (const id of ids) {
    const volume = store.stream(id)?.volume ?? 0
    if (volume > most || (volume === most && id === main && best)) [best, most] = [id, volume]
  }
  return best
}

interface Watch {
  timer?: ReturnType<typeof setTimeout> | undefined
  since: number
}

const watches = new WeakMap<object, Watch>()

/**
 * Called whenever somebody begins or ends to speak.
 * @param next who should have the picture now; nothing or the one who has it: no change. Asked again when it comes to it.
 */
export function followSpeaker(component: object, next: () => string, change: (id: string) => void): void {
  const watch = watches.get(component) ?? { since: -Infinity }
  watches.set(component, watch)
  if (watch.timer !== undefined || !next()) return
  watch.timer = setTimeout(
    () => {
      watch.timer = undefined
      const id = next()
      if (!id) return
      watch.since = Date.now()
      change(id)
    },
    Math.max(SETTLE_MS, watch.since + HOLD_MS - Date.now()),
  )
}

export function stopFollowing(component: object): void {
  const timer = watches.get(component)?.timer
  if (timer !== undefined) clearTimeout(timer)
  watches.delete(component)
}
