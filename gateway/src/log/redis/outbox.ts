import type { Append, Written } from '../../room/log'
import type { Timed } from './store'

type Answer = readonly (Written | 'past')[]

/** @returns one answer a step; undefined: a conflict */
type Write = (steps: readonly Timed[], basis?: number) => Promise<Answer | undefined>

/** Steps that Redis is given at once, at most: it does nothing else meanwhile. */
const AT_ONCE = 256

interface Waiting {
  steps: readonly Timed[]
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Appends on their way, in the order of their calls. The first of a turn of the event loop goes at once; messages that follow in
 * the same turn go together: most of what an append costs Redis is the same for one step and for many.
 */
export class Outbox {
  private waiting: Waiting[] = []
  private open = false

  constructor(private readonly write: Write) {}

  async append({ steps, at, basis }: Append): Promise<Answer | 'conflict'> {
    const timed = steps.map((step): Timed => [step, at])
    if (basis !== undefined) {
      this.flush()
      return (await this.write(timed, basis)) ?? 'conflict'
    }
    if (this.open) return new Promise((resolve, reject) => this.waiting.push({ steps: timed, resolve, reject }))
    this.open = true
    setImmediate(() => {
      this.open = false
      this.flush()
    })
    return (await this.write(timed)) ?? 'conflict'
  }

  private flush(): void {
    while (this.waiting.length > 0) {
      let steps = 0
      const last = this.waiting.findIndex((one) => (steps += one.steps.length) > AT_ONCE)
      this.send(this.waiting.splice(0, last < 0 ? this.waiting.length : Math.max(1, last)))
    }
  }

  private send(together: readonly Waiting[]): void {
    this.write(together.flatMap(({ steps }) => steps)).then(
      (answers = []) => {
        let from = 0
        for (const { steps, resolve } of together) resolve(answers.slice(from, (from += steps.length)))
      },
      (error: unknown) => {
        for (const { reject } of together) reject(error)
      },
    )
  }
}
