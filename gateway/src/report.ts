/** What the gateway says about itself. Nothing here ever carries a token, a signature or a message's text. */
import { pino } from 'pino'

export type Level = 'debug' | 'info' | 'warn' | 'error'
export type Fact = string | number | boolean | undefined
export type Facts = Record<string, Fact>
export type Report = (level: Level, event: string, facts?: Facts) => void

const ORDER: readonly Level[] = ['debug', 'info', 'warn', 'error']

/** Facts of these names are not written, whatever they hold: somebody will pass one by mistake one day. */
const HIDDEN = new Set([
  'tok',
  'token',
  'secret',
  'key',
  'signature',
  'sign',
  'password',
  'authorization',
  'text',
  'query',
])

/** Parts of texts that are secrets: stacks and messages of libraries quote addresses and headers. */
const SECRETS: readonly [RegExp, string][] = [
  [/\beyJ[\w-]*\.[\w-]*\.?[\w-]*/g, '[token]'],
  [/([?&](?:s|tok|token|sign|txSecret|wsSecret|auth_key|key)=)[^&\s"']+/gi, '$1[hidden]'],
  [/(\w:\/\/)[^/\s"'@]+@/g, '$1[hidden]@'],
  [/(bearer\s+)[^\s"']+/gi, '$1[hidden]'],
]

/** A fact as it may be written. */
function scrub(value: Fact): Fact {
  if (typeof value !== 'string') return value
  return SECRETS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), value)
}

function scrubbed(facts: Facts): Facts {
  const entries = Object.entries(facts).map(([name, value]): [string, Fact] => {
    return [name, HIDDEN.has(name.toLowerCase()) && value !== undefined ? '[hidden]' : scrub(value)]
  })
  return Object.fromEntries(entries)
}

function textLine(level: Level, event: string, facts: Facts): string {
  const details = Object.entries(facts).flatMap(([name, value]) => {
    return value === undefined ? [] : [`${name}=${typeof value === 'string' ? JSON.stringify(value) : value}`]
  })
  return `${new Date().toISOString().slice(11, 23)} ${level.padEnd(5)} ${[event, ...details].join(' ')}\n`
}

/**
 * @param format `json`: one object a line. `text`: for people.
 * @param write gets whole lines, in the order of the calls and before they return; the command line gives stderr
 */
export function lineReport(format: 'json' | 'text', least: Level, write: (line: string) => void): Report {
  if (format === 'text') {
    return (level, event, facts = {}) => {
      if (ORDER.indexOf(level) >= ORDER.indexOf(least)) write(textLine(level, event, scrubbed(facts)))
    }
  }
  const logger = pino(
    {
      level: least,
      base: null,
      messageKey: 'event',
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  )
  return (level, event, facts = {}) => logger[level](scrubbed(facts), event)
}

/** Adds facts to every line, e.g. the connection it is about. */
export function withFacts(report: Report, always: () => Facts): Report {
  return (level, event, facts) => report(level, event, { ...always(), ...facts })
}

/** For programs that embed a gateway and want no output. */
export const silent: Report = () => undefined
