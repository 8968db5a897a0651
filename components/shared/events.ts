import type { LiveError } from '../../src/index'
import type { ErrorDetail } from './action'

/** As much of a component instance as raising an event needs. */
export interface Raiser {
  triggerEvent(name: string, detail: object): void
}

/**
 * A component's own `triggerEvent`, typed by its events.ts.
 * @example
 * const raise = raiser<PlayerTileEvents>()
 * raise(this, 'tileselect', { streamId })
 */
export function raiser<Events extends object>() {
  return <K extends keyof Events & string>(component: Raiser, name: K, detail: Events[K] & object): void =>
    component.triggerEvent(name, detail)
}

/** The detail of an `error` event. */
export function errorDetail({ code, reason, message, recoverable, waitMs }: LiveError): ErrorDetail {
  return { code, reason, message, recoverable, ...(waitMs === undefined ? {} : { waitMs }) }
}

/** For failures nobody waits for: from a timer they reach wx.onError, where MobX or a promise would only log them. */
export function rethrow(error: unknown): void {
  setTimeout(() => {
    throw error
  }, 0)
}
