/** Whether a load balancer should send newcomers here. */
import type { LogEngine } from './room/log'

export type Ready = { ok: true } | { ok: false; why: string }

/** An engine that does not answer at all is none, ms. */
const PATIENCE = 2_000

export class Readiness {
  private problem: string | undefined = 'starting'

  constructor(private readonly engine: Pick<LogEngine, 'health'>) {}

  started(): void {
    this.problem = undefined
  }

  drain(): void {
    this.problem = 'draining'
  }

  /** Ready: started, not stopping, and rooms can be written. */
  async look(): Promise<Ready> {
    if (this.problem !== undefined) return { ok: false, why: this.problem }
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<Ready>((resolve) => {
      timer = setTimeout(() => resolve({ ok: false, why: `the log did not answer within ${PATIENCE} ms` }), PATIENCE)
    })
    try {
      return await Promise.race([this.engine.health(), late])
    } catch (error) {
      return { ok: false, why: error instanceof Error ? error.message : String(error) }
    } finally {
      clearTimeout(timer)
    }
  }
}
