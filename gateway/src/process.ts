/** Signals and last words of the command. */
import type { Report } from './report'

export interface Supervision {
  /** It exits after this even when something is left undone, ms. */
  timeout: number
  report: Report
  /** Stops the gateway; `now`: without waiting for a load balancer. */
  close(how: { now: boolean }): Promise<void>
  /** Reads keys and certificates again. */
  reload(): Promise<void>
  /** Default: this process. */
  host?: Pick<NodeJS.Process, 'on' | 'exit'>
}

const FAILED = 1
/** What a shell says of a process that a signal ended. */
const SIGNALLED = { SIGINT: 130, SIGTERM: 143 } as const

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * SIGTERM, SIGINT: stops in good order and exits 0; a second one exits at once. SIGHUP: reload. An error nobody caught:
 * it is written down, clients are told to come back, and the process exits 1, because nobody knows what it broke.
 */
export function supervise({ timeout, report, close, reload, host = process }: Supervision): void {
  let stopping = false

  const stop = (code: number, how: { now: boolean }): void => {
    stopping = true
    setTimeout(() => {
      report('error', 'stopped', { code: FAILED, why: `not done within ${timeout} ms` })
      host.exit(FAILED)
    }, timeout).unref()
    close(how).then(
      () => {
        report('info', 'stopped', { code })
        host.exit(code)
      },
      (error: unknown) => {
        report('error', 'stopped', { code: FAILED, error: text(error) })
        host.exit(FAILED)
      },
    )
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    host.on(signal, () => {
      report('info', 'stopping', { signal, again: stopping })
      if (stopping) host.exit(SIGNALLED[signal])
      else stop(0, { now: false })
    })
  }
  const fatal = (event: string) => (error: unknown) => {
    report('error', event, { error: text(error) })
    // While it stops, what fails is what is being stopped; a fault of the stopping itself is caught above.
    if (!stopping) stop(FAILED, { now: true })
  }
  host.on('uncaughtException', fatal('uncaught'))
  host.on('unhandledRejection', fatal('unhandled'))
  host.on('SIGHUP', () => {
    reload().catch((error: unknown) => {
      report('error', 'reload.failed', { error: error instanceof Error ? error.message : text(error) })
    })
  })
}
