// Room logs in Redis, by how often its append-only file reaches the disk: appends a second with 64 in flight (each of one message, as
// commands come; and each of 16, as a busy room writes them), what one of these takes, one append at a time, and two gateways writing to one
// room. Processor time of both sides is told as well: a busy machine leaves it alone. Messages of 100 characters, each of one of 64 senders. Redis and the gateways are processes of this machine.
import { loadTypeScript } from './lib/bundle.mjs'

const IN_FLIGHT = 64
const SENDERS = 64
const BATCH = 16
const TEXT = 'x'.repeat(100)

const load = () => loadTypeScript('redis', 'bench/redis', `export * from './lab'`)

/** A room that folds as little as a room may: it remembers where it is. */
function follower() {
  let s = 0
  return {
    restore: (stored) => void (s = stored?.s ?? 0),
    entries: (entries) => void (s += entries.reduce((sum, { events }) => sum + events.length, 0)),
    turned() {},
    moved() {},
    counted() {},
    dump: () => ({ s, state: {} }),
  }
}

function step(n, launch) {
  const user = `user-${n % SENDERS}`
  const event = { u: user, k: 'barrage', d: { text: TEXT, name: 'A name', m: `pk-${n % SENDERS}:${n}` } }
  return { events: [event], producer: { user, pk: launch, n } }
}

const quantile = (sorted, part) => Number(sorted[Math.floor(sorted.length * part)].toFixed(2))

/** @param logs of the same room: who writes takes turns */
async function flood(logs, count, batch) {
  const times = []
  let n = 0
  const begun = performance.now()
  const writers = Array.from({ length: IN_FLIGHT }, async (_, writer) => {
    const log = logs[writer % logs.length]
    while (n < count) {
      // Numbers go up per sender and launch, and a launch has one gateway.
      const steps = Array.from({ length: batch }, () => step(++n, `pk-${writer}`))
      const start = performance.now()
      await log.append({ at: Date.now(), steps })
      times.push(performance.now() - start)
    }
  })
  await Promise.all(writers)
  const rate = Math.round(n / ((performance.now() - begun) / 1000))
  times.sort((a, b) => a - b)
  return { rate, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

async function oneByOne(log, count) {
  const times = []
  for (let n = 1; n <= count; n++) {
    const start = performance.now()
    await log.append({ at: Date.now(), steps: [step(n, 'alone')] })
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

/** Processor time that Redis has had, µs. */
async function redisTime(lab, server) {
  const info = String(await lab.ask(server, 'INFO', 'cpu'))
  const seconds = (name) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)[1])
  return (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6
}

/** @returns of one write: the gateway's and Redis' processor time, µs */
async function costs(lab, server, count, work) {
  const redis = await redisTime(lab, server)
  const mine = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(mine)
  const each = (time) => Math.round(time / count)
  return { ...result, gateway: each(user + system), redis: each((await redisTime(lab, server)) - redis) }
}

async function measure(lab, aof, count) {
  const server = await lab.redisServer({ aof })
  const engines = [await lab.redisEngine({ url: server.url }), await lab.redisEngine({ url: server.url })]
  try {
    const open = (room, number = 1) =>
      Promise.all(engines.slice(0, number).map((engine) => engine.open(room, follower())))
    // The first time is the compiler's.
    await flood(await open('warm'), count / 4, 1)
    const [one] = await open('single')
    const single = await costs(lab, server, count, () => flood([one], count, 1))
    const batches = await flood(await open('batches'), count, BATCH)
    const both = await flood(await open('both', 2), count, 1)
    const [quiet] = await open('alone')
    const few = Math.min(count, 5_000)
    const alone = await costs(lab, server, few, () => oneByOne(quiet, few))
    return {
      'appends/s': single.rate,
      'µs gateway': single.gateway,
      'µs Redis': single.redis,
      'p50 ms': single.p50,
      'p99 ms': single.p99,
      [`messages/s by ${BATCH}`]: batches.rate,
      '2 gateways/s': both.rate,
      '2 gateways p99': both.p99,
      'alone µs Redis': alone.redis,
      'alone p50': alone.p50,
      'alone p99': alone.p99,
    }
  } finally {
    for (const engine of engines) await engine.close()
    await server.remove()
  }
}

/** @param args `appends=100000` */
export async function run(args = []) {
  const { appends = 100_000 } = Object.fromEntries(args.map((arg) => arg.split('=')))
  const lab = await load()
  const table = {}
  for (const aof of ['none', 'everysec', 'always']) table[aof] = await measure(lab, aof, Number(appends))
  return table
}
