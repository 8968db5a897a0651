/** What the gateway says about itself. Nothing here ever carries a token, a signature or a message's text. */
export type Level = 'debug' | 'info' | 'warn' | 'error'
export type Fact = string | number | boolean | undefined
export type Report = (level: Level, event: string, facts?: Record<string, Fact>) => void

const ORDER: readonly Level[] = ['debug', 'info', 'warn', 'error']

/**
 * @param format `json`: one object a line. `text`: for people.
 * @param write gets whole lines; the command line gives stderr
 */
export function lineReport(format: 'json' | 'text', least: Level, write: (line: string) => void): Report {
  return (level, event, facts = {}) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(least)) return
    const at = new Date().toISOString()
    if (format === 'json') {
      write(`${JSON.stringify({ at, level, event, ...facts })}\n`)
      return
    }
    const details = Object.entries(facts).flatMap(([key, value]) => {
      return value === undefined ? [] : [`${key}=${typeof value === 'string' ? JSON.stringify(value) : value}`]
    })
    write(`${at.slice(11, 23)} ${level.padEnd(5)} ${[event, ...details].join(' ')}\n`)
  }
}

/** For programs that embed a gateway and want no output. */
export const silent: Report = () => undefined
