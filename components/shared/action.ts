/**
 * The one way a control does something that can fail: `pending` while it runs, and every rejection through one funnel, to
 * `bind:error` and to a sentence on screen.
 */
import { type ErrorReason, LiveError } from '../../src/index'
import { raiser } from './events'

/** Detail of every component's `error` event. */
export interface ErrorDetail {
  /** Stable number, listed in docs/errors.md. */
  code: number
  reason: ErrorReason
  /** English, for developers. */
  message: string
  /** Whether the same may succeed later without anybody doing something. */
  recoverable: boolean
  /** Milliseconds until the same may succeed, where known. */
  waitMs?: number
}

/** What the sentence on screen is made of; select it with {@link errorSentence}. */
export interface Failure {
  reason: ErrorReason
  waitMs?: number
}

/** Own data of a component with actions: spread into `local` of bindStore. */
export const ACTION_DATA = {
  /** Names of the actions that run now. */
  pending: {} as Record<string, boolean>,
  failure: null as Failure | null,
}

/** As much of a component instance as an action needs. */
export interface Actor {
  data: { pending: Record<string, boolean> }
  setData(changes: Record<string, unknown>): void
  triggerEvent(name: string, detail: object): void
}

const raise = raiser<{ error: ErrorDetail }>()
const running = new WeakMap<Actor, Set<string>>()
const gone = new WeakSet<object>()

/** Mixed into components with actions: nothing reaches `setData` after detach. */
export const actionBehavior = Behavior({
  lifetimes: {
    detached() {
      gone.add(this)
    },
  },
  methods: {
    dismissFailure() {
      this.setData({ failure: null })
    },
  },
})

/** Whether the component has left the page. */
export function isGone(component: object): boolean {
  return gone.has(component)
}

/** Sends a failure through the funnel. */
export function fail(actor: Actor, error: LiveError): void {
  if (gone.has(actor)) return
  const { code, reason, message, recoverable, waitMs } = error
  const wait = waitMs === undefined ? {} : { waitMs }
  actor.setData({ failure: { reason, ...wait } })
  raise(actor, 'error', { code, reason, message, recoverable, ...wait })
}

function setPending(actor: Actor, names: Set<string>, more: Record<string, unknown> = {}): void {
  if (gone.has(actor)) return
  actor.setData({ pending: Object.fromEntries([...names].map((name) => [name, true])), ...more })
}

/**
 * Runs an action unless the same one is running.
 * @param name key in `data.pending`
 * @returns whether it succeeded
 */
export async function act(actor: Actor, name: string, work: () => Promise<unknown>): Promise<boolean> {
  const names = running.get(actor) ?? new Set<string>()
  running.set(actor, names)
  if (names.has(name)) return false
  names.add(name)
  // What is tried anew takes the old sentence off the screen.
  setPending(actor, names, { failure: null })
  try {
    await work()
    return true
  } catch (thrown) {
    fail(actor, LiveError.from(thrown, 'invalid-state', `${name} failed`))
    return false
  } finally {
    names.delete(name)
    setPending(actor, names)
  }
}
