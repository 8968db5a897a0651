/** Raises `statechange` and remembers which codes went out. */
import type { StateChange } from './codes'

type CodeTable = Readonly<Record<string, readonly [code: number, message: string]>>

const REMEMBERED = 100

export class StateLog<T extends CodeTable> {
  /** Oldest first, at most the last 100. */
  readonly codes: number[] = []

  constructor(
    private readonly table: T,
    private readonly emit: (type: string, detail: unknown) => void,
  ) {}

  /** `detail` is appended to the message, for developers. Returns what was raised. */
  raise(event: keyof T, detail = ''): StateChange {
    const [code, text] = this.table[event]!
    const change: StateChange = { code, message: text === '' || detail === '' ? text + detail : `${text} (${detail})` }
    this.codes.push(code)
    if (this.codes.length > REMEMBERED) this.codes.shift()
    this.emit('statechange', change)
    return change
  }
}
