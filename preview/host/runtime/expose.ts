/** `window.__phone`: what tests and the frame around the phone take hold of. */
import type { Environment } from '../env/phone-env'
import { inspectComponents, inspectData, type InspectedComponent } from './inspect'
import { phoneLog, type PhoneLog } from './phone-log'
import type { SetDataMeter } from './set-data'
import { originalStack } from './source-position'
import { mountedBuiltins } from '../builtins/registry'
import { showFailure } from '../ui/failure'
import type { Screen } from '../ui/screen'
import type { MiniProgram } from './start'

export interface PhoneHandle {
  readonly env: Environment
  /** Routes of the open pages, the top one last. Empty when the mini-program does not compile. */
  pages(): string[]
  /** Link of the page on top, with its query. */
  link(): string
  /** Elements that match in the top page, across all components; the selector takes WXSS class names without scope. */
  findAll(selector: string): HTMLElement[]
  /** State of every mounted tag of a kind in document order of attaching, e.g. `media('live-player')`. */
  media(tag: string): unknown[]
  /** Native events, calls of `wx` and errors, newest last. */
  readonly log: PhoneLog
  /** What `setData` carried, by component; `undefined` when the mini-program does not compile. */
  readonly setData: SetDataMeter | undefined
  /** Components of the page on top, the page first, and the data of one. */
  components(): InspectedComponent[]
  data(key: number): string | undefined
  /** Events of the system that a person sets off from the bar. */
  raise(event: 'memory' | 'capture'): void
  /** Messages of errors since the start. */
  readonly errors: string[]
}

declare global {
  interface Window {
    __phone?: PhoneHandle
  }
}

export function exposePhone({
  env,
  screen,
  program,
}: {
  env: Environment
  screen: Screen
  program?: MiniProgram
}): void {
  const errors: string[] = []
  const note = (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    errors.push(message)
    phoneLog.add({ kind: 'error', source: 'script', name: message.split('\n')[0] ?? '', detail: message, failed: true })
    program?.app.error(message)
    void originalStack(message).then((stack) => showFailure(screen, stack))
  }
  window.addEventListener('error', ({ error, message }) => note(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason, promise }) => {
    note(readable(reason))
    program?.app.unhandledRejection(reason, promise)
  })
  window.__phone = {
    env,
    errors,
    log: phoneLog,
    setData: program?.meter,
    components: () => (program ? inspectComponents(program.navigation) : []),
    data: (key) => program && inspectData(program.navigation, key),
    raise: (event) => void screen.element.dispatchEvent(new CustomEvent(`mp:${event}`)),
    pages: () => program?.navigation.pages.map(({ unit }) => unit.id) ?? [],
    link: () => program?.navigation.top?.link ?? '',
    findAll: (selector) => findAll(screen, selector),
    media: (tag) => mountedBuiltins(tag).map(({ instance }) => instance.inspect?.() ?? null),
  }
}

/** A failed call of `wx` is an object, not an Error: its message is what says something. */
function readable(reason: unknown): unknown {
  const { errMsg } = (typeof reason === 'object' && reason !== null ? reason : {}) as { errMsg?: unknown }
  return typeof errMsg === 'string' && !(reason instanceof Error) ? errMsg : reason
}

/** `.name` also matches the scoped form `component--name`; `view` matches `wx-view`. */
function findAll(screen: Screen, selector: string): HTMLElement[] {
  const scoped = selector
    .replace(/\.([\w-]+)/g, ":is(.$1, [class$='--$1'], [class*='--$1 '])")
    .replace(/(^|[\s>+~(,])(?!wx-)([a-z][\w-]*)/g, '$1wx-$2')
    .replaceAll(':wx-is', ':is')
  return [...screen.stack.querySelectorAll<HTMLElement>(`.mp-page:not([hidden]) ${scoped}`)]
}
