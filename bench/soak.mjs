// Half an hour of a gateway with 2,000 people who come and go (50 a second), rooms that open and empty, messages and mic-links: does
// its memory stay where it is, and is everything gone when everybody is?
//
//   npm run bench -- soak [--minutes 30] [--people 2000] [--engine memory|journal]
import { parseArgs } from 'node:util'
import { benchKey, withScene } from './gateway/trial.mjs'
import { buildGateway } from './lib/packages.mjs'
import { sleep } from './lib/processes.mjs'
import { line, rounded } from './lib/stats.mjs'

const MB = 1024 * 1024
/** Rooms live 100 s here; before all of the first are gone, memory has not found its level. */
const WARM_UP = 150_000
const LOOK = 5_000
/** Shorter than the shipped five minutes, so that many rooms come to their end. */
const EVICT_AFTER = 5_000
/** At the end: grace, eviction, and a slow machine. */
const EMPTY_LIMIT = 60_000
/** MB an hour. */
const BUDGET = 1

function read(args) {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '30' },
      people: { type: 'string', default: '2000' },
      engine: { type: 'string', default: 'memory' },
    },
  })
  const [minutes, people] = [Number(values.minutes), Number(values.people)]
  if (!(minutes * 60_000 > WARM_UP)) throw new Error(`--minutes: more than ${WARM_UP / 60_000}, which is the warm-up`)
  if (!(people >= 50)) throw new Error('--people: at least 50, which is one room')
  return { minutes, people, engine: values.engine }
}

/** Looks at memory after garbage collection until the time is over. @returns [hours, heap MB, rss MB] */
async function watch(server, client, minutes) {
  const began = performance.now()
  const samples = []
  let looks = 0
  while (performance.now() - began < minutes * 60_000) {
    await sleep(LOOK)
    const { heapUsed, rss } = await server.ask('usage', { gc: true })
    const at = performance.now() - began
    if (at > WARM_UP) samples.push([at / 3_600_000, heapUsed / MB, rss / MB])
    if (++looks % 12 !== 0) continue
    const { inside, joins, messages } = await client.ask('look')
    const memory = `heap ${(heapUsed / MB).toFixed(1)} MB, rss ${(rss / MB).toFixed(0)} MB`
    console.log(`${(at / 60_000).toFixed(1)} min: ${memory}; ${inside} inside, ${joins} joins, ${messages} messages`)
  }
  return samples
}

/** Until nothing is left of any room. @returns what is left */
async function emptied(server, bundle) {
  const until = performance.now() + EMPTY_LIMIT
  for (;;) {
    const left = await server.ask('census', { bundle })
    if (performance.now() > until || Object.values(left).every((count) => count === 0)) return left
    await sleep(1000)
  }
}

export async function run(args = []) {
  const { minutes, people, engine } = read(args)
  const bundle = await buildGateway()
  return withScene(async (scene) => {
    const key = benchKey()
    const redis = engine === 'redis' ? await scene.redis() : undefined
    const options = { bundle, key, folder: scene.folder(), redis: redis?.url, rooms: { evictAfter: EVICT_AFTER } }
    const { child: server, port } = await scene.server({ server: 'lianmai', options: { engine } }, options)
    const client = scene.client('town-client.mjs')
    await client.ask('start', { bundle, key, port, count: people })
    const samples = await watch(server, client, minutes)
    await client.ask('stop')
    const left = await emptied(server, bundle)
    const { counts, refusals, wrong, problems } = await client.ask('verdict')
    for (const problem of problems) console.error(problem)
    console.log('refused, as crossing requests are:', refusals)
    return { lianmai: { minutes, people, ...slopes(samples), ...counts, wrong, ...left } }
  })
}

function slopes(samples) {
  const heap = line(samples.map(([hour, mb]) => [hour, mb]))
  const rss = line(samples.map(([hour, , mb]) => [hour, mb]))
  const undecided = heap.slope - heap.error < BUDGET ? 'undecided, run it longer' : 'MISSED'
  const verdict = heap.slope + heap.error < BUDGET ? 'met' : undecided
  const text = `${rounded(heap.slope)} +-${rounded(heap.error)}`
  console.log(`${verdict}: heap grows ${text} MB an hour after warm-up (< ${BUDGET})`)
  return {
    heapMbPerHour: rounded(heap.slope),
    heapError: rounded(heap.error),
    rssMbPerHour: rounded(rss.slope),
    rssError: rounded(rss.error),
    heapMb: rounded(samples.at(-1)[1]),
  }
}
