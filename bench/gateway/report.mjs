// From trials to the table, the ratios and the budgets.
import { median, rounded } from '../lib/stats.mjs'

/** @param trials figures of the same subject and size */
export function medians(trials) {
  const names = [...new Set(trials.flatMap((figures) => Object.keys(figures)))]
  return Object.fromEntries(names.map((name) => [name, rounded(median(trials.map((figures) => figures[name])))]))
}

const RATIOS = {
  deliveredPerSecond: 'delivered',
  deliveredPerCpuSecond: 'delivered a CPU second',
  p99: 'p99',
  rssPerConnection: 'memory',
}
const AGAINST = ['socket.io', 'ws']

/** Ours over theirs, of the same size and the same run. */
export function ratios(table) {
  const lines = []
  for (const [name, sizes] of Object.entries(table).filter(([name]) => name.startsWith('lianmai'))) {
    for (const [members, figures] of Object.entries(sizes)) {
      for (const rival of AGAINST.filter((rival) => table[rival]?.[members])) {
        const parts = Object.entries(RATIOS).map(([key, label]) => {
          return `${label} ${(figures[key] / table[rival][members][key]).toFixed(2)}x`
        })
        if (figures.p99 !== undefined) lines.push(`${name} / ${rival}, ${members} members: ${parts.join(', ')}`)
      }
    }
  }
  return lines
}

/** Each: what is asked, and from the table what was found (undefined: not measured). `goal`: not promised, only wished. */
const BUDGETS = [
  {
    text: '1,000 members: delivered >= 2x socket.io',
    found: (t) => over(t, 1000, 'socket.io', 'deliveredPerSecond'),
    least: 2,
  },
  { text: '1,000 members: delivered >= 2x ws', found: (t) => over(t, 1000, 'ws', 'deliveredPerSecond'), least: 2 },
  {
    text: '5,000 members, 5 a second: p99 <= 0.6x socket.io',
    found: (t) => over(t, 5000, 'socket.io', 'p99'),
    most: 0.6,
  },
  { text: 'p99 at 1,000 <= 30 ms', found: (t) => t.lianmai?.[1000]?.p99, most: 30, goal: true },
  { text: 'p99 at 5,000 <= 100 ms', found: (t) => t.lianmai?.[5000]?.p99, most: 100, goal: true },
  { text: 'p99 at 10,000 <= 250 ms', found: (t) => t.lianmai?.[10000]?.p99, most: 250, goal: true },
  { text: 'deliveries that were wrong', found: wrongs, most: 0 },
  { text: '10,000 joins: <= 12 KB each', found: (t) => t.lianmai?.[10000]?.rssPerConnection, most: 12 },
  { text: '10,000 joins: none refused', found: (t) => t.lianmai?.[10000]?.refused, most: 0 },
  { text: '10,000 joins <= 5 s', found: (t) => t.lianmai?.[10000]?.joinSeconds, most: 5, goal: true },
  { text: '4,000 back after kill -9: none with loss or doubles', found: (t) => t.restart?.[4000]?.harmed, most: 0 },
  { text: '4,000 back after kill -9 <= 4 s', found: (t) => t.restart?.[4000]?.backSeconds, most: 4, goal: true },
]

function wrongs(table) {
  const counts = Object.values(table).flatMap((sizes) => Object.values(sizes).map(({ wrong = 0 }) => wrong))
  return counts.reduce((sum, count) => sum + count, 0)
}

function over(table, members, rival, key) {
  const [mine, theirs] = [table.lianmai?.[members]?.[key], table[rival]?.[members]?.[key]]
  return mine === undefined || theirs === undefined ? undefined : mine / theirs
}

export function budgets(table) {
  return BUDGETS.flatMap(({ text, found, least = -Infinity, most = Infinity, goal }) => {
    const value = found(table)
    if (value === undefined) return []
    const verdict = value >= least && value <= most ? 'met' : goal ? 'goal missed' : 'MISSED'
    return [`${verdict.padEnd(11)} ${text}: ${rounded(value)}`]
  })
}
