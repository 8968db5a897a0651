// The room gateway against Socket.IO, Colyseus and a bare `ws` loop: delivered messages a second (eight broadcasts in flight),
// latency at five messages a second, memory and time of joining; then thousands of clients that come back after kill -9.
// Each trial has processes of its own, servers on core 0, clients on core 1; rounds are interleaved, so that all subjects meet the
// same machine; the table has medians. Loopback, 180-byte messages, no compression.
//
//   npm run bench -- gateway [--members 1000,5000,10000] [--only lianmai,ws] [--rounds 3] [--loop 1.5] [--pace 3] [--back 4000] [--cpu-prof folder]
import { parseArgs } from 'node:util'
import { buildGateway, installPeers } from './lib/packages.mjs'
import { budgets, medians, ratios } from './gateway/report.mjs'
import { restart } from './gateway/restart.mjs'
import { chosen } from './gateway/subjects.mjs'
import { trial } from './gateway/trial.mjs'

const OPTIONS = {
  members: { type: 'string' },
  only: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  loop: { type: 'string', default: '1.5' },
  pace: { type: 'string', default: '3' },
  back: { type: 'string', default: '4000' },
  'cpu-prof': { type: 'string' },
}
const MEMBERS = [1000, 5000, 10_000]

function read(args) {
  const { values } = parseArgs({ args, options: OPTIONS })
  const members = values.members?.split(',').map(Number)
  const numbers = [...(members ?? []), ...[values.rounds, values.loop, values.pace, values.back].map(Number)]
  if (numbers.some((number) => !(number >= 0))) throw new Error('--members, --rounds, --loop, --pace, --back: numbers')
  return {
    members: members ?? MEMBERS,
    all: members !== undefined,
    only: values.only?.split(','),
    rounds: Number(values.rounds),
    seconds: { loop: Number(values.loop), pace: Number(values.pace) },
    back: Number(values.back),
    profile: values['cpu-prof'],
  }
}

/** Rounds outside, subjects inside. */
function* plan({ members, all, rounds }, subjects) {
  for (const size of members)
    for (let round = 1; round <= rounds; round++)
      for (const [name, subject] of subjects) if (all || size <= subject.upTo) yield { name, subject, size, round }
}

function summary({ deliveredPerSecond, p50, p99 }) {
  return `${(deliveredPerSecond / 1000).toFixed(0)}k a second, ${p50.toFixed(1)} / ${p99.toFixed(1)} ms`
}

async function trials(options, subjects, bundle) {
  const found = {}
  const wrong = {}
  const steps = [...plan(options, subjects)]
  for (const [index, { name, subject, size, round }] of steps.entries()) {
    const { seconds, profile } = options
    const at = `${index + 1}/${steps.length} ${name} ${size} #${round}`
    // One that fails does not cost the others their figures; it is counted.
    const outcome = await trial({ subject, members: size, bundle, seconds, profile }).catch((error) => ({
      problems: [error.message],
    }))
    const { figures, problems } = outcome
    ;(wrong[name] ??= {})[size] = (wrong[name][size] ?? 0) + problems.length
    for (const problem of problems) console.error(`${name} ${size}: ${problem}`)
    if (!figures) continue
    ;((found[name] ??= {})[size] ??= []).push(figures)
    console.log(`${at}: ${summary(figures)}`)
  }
  return { found, wrong }
}

export async function run(args = []) {
  const options = read(args)
  const subjects = chosen(options.only)
  installPeers('@colyseus/core')
  const bundle = await buildGateway()
  const { found, wrong } = await trials(options, subjects, bundle)
  const table = {}
  for (const [name, sizes] of Object.entries(wrong)) {
    const rows = Object.entries(sizes).map(([size, count]) => [
      size,
      { ...medians(found[name]?.[size] ?? []), wrong: count },
    ])
    table[name] = Object.fromEntries(rows)
  }
  if (options.back > 0 && subjects.some(([name]) => name === 'lianmai-journal')) {
    table.restart = { [options.back]: await restart({ members: options.back, bundle }) }
  }
  for (const line of [...ratios(table), ...budgets(table)]) console.log(line)
  return table
}
