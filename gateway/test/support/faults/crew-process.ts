/** A crew in a process of its own. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { programOf } from './bundle'
import type { CrewOptions, Evidence } from './crew'
import type { Later } from './scope'

export type CrewProcessOptions = Omit<CrewOptions, 'address' | 'token'> & { url: string }

export interface CrewAnswer {
  flowing: null
  quiet: Record<string, number>
  finish: Evidence & { epochs: string[] }
}

export type CrewCall = { do: 'flowing' } | { do: 'quiet' } | { do: 'finish'; last: Record<string, number> }

const living = new Set<ChildProcess>()
process.once('exit', () => living.forEach((child) => child.kill('SIGKILL')))

export class CrewProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Everybody is in the room, and talks, when this resolves. */
  static async gather(options: CrewProcessOptions, later: Later): Promise<CrewProcess> {
    const child = fork(programOf('crew-main'), [JSON.stringify(options)])
    const gone = once(child, 'exit')
    living.add(child)
    child.once('exit', () => living.delete(child))
    later(() => {
      child.kill('SIGKILL')
      return gone
    })
    await once(child, 'message')
    return new CrewProcess(child)
  }

  flowing(): Promise<null> {
    return this.call({ do: 'flowing' })
  }

  quiet(): Promise<Record<string, number>> {
    return this.call({ do: 'quiet' })
  }

  /** Waits for these last words and hands over what is on record. */
  finish(last: Record<string, number>): Promise<CrewAnswer['finish']> {
    return this.call({ do: 'finish', last })
  }

  freeze(): void {
    this.child.kill('SIGSTOP')
  }

  thaw(): void {
    this.child.kill('SIGCONT')
  }

  private async call<C extends CrewCall>(call: C): Promise<CrewAnswer[C['do']]> {
    const answered = once(this.child, 'message')
    this.child.send(call)
    return ((await answered)[0] as { answer: CrewAnswer[C['do']] }).answer
  }
}
