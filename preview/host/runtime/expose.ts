/** `window.__phone`: what tests and the frame around the phone take hold of. */
import type { Environment } from '../env/phone-env'
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
    program?.app.error(message)
    showFailure(screen, message)
  }
  window.addEventListener('error', ({ error, message }) => note(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => note(reason))
  window.__phone = {
    env,
    errors,
    pages: () => program?.navigation.pages.map(({ unit }) => unit.id) ?? [],
    link: () => program?.navigation.top?.link ?? '',
    findAll: (selector) => findAll(screen, selector),
    media: (tag) => mountedBuiltins(tag).map(({ instance }) => instance.inspect?.() ?? null),
  }
}

/** `.name` also matches the scoped form `component--name`; `view` matches `wx-view`. */
function findAll(screen: Screen, selector: string): HTMLElement[] {
  const scoped = selector
    .replace(/\.([\w-]+)/g, ":is(.$1, [class$='--$1'], [class*='--$1 '])")
    .replace(/(^|[\s>+~(,])(?!wx-)([a-z][\w-]*)/g, '$1wx-$2')
    .replaceAll(':wx-is', ':is')
  return [...screen.stack.querySelectorAll<HTMLElement>(`.mp-page:not([hidden]) ${scoped}`)]
}
