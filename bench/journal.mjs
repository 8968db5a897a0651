// Room logs of one gateway: appends a second with 64 in flight, one append at a time, and how long a room of 200,000 entries takes to come
// back. `journal` is safe from kill -9, `journal-sync` from a power cut too (it asks the disk itself: a figure of this machine's disk).
// Messages of 100 characters, each of one of 64 senders.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadTypeScript } from './lib/bundle.mjs'

const IN_FLIGHT = 64
const SENDERS = 64
const TEXT = 'x'.repeat(100)

const load = () => loadTypeScript('journal', 'bench/journal', `export * from './lab'`)

/** A room that folds as little as a room may: it remembers where it is. */
function follower() {
  let s = 0
  let told = 0
  return {
    restore: (stored) => void (s = stored?.s ?? 0),
    entries(entries) {
      told += entries.length
      for (const { events } of entries) s += events.length
    },
    turned() {},
    moved() {},
    counted() {},
    dump: () => ({ s, state: {} }),
    told: () => told,
  }
}

const message = (n) => ({
  at: 1_790_000_000_000 + n,
  steps: [
    {
      events: [
        { u: `user-${n % SENDERS}`, k: 'barrage', d: { text: TEXT, name: 'A name', m: `pk-${n % SENDERS}:${n}` } },
      ],
      producer: { user: `user-${n % SENDERS}`, pk: `pk-${n % SENDERS}`, n },
    },
  ],
})

/** Processor time since, us: what others do on the machine at the same time is not in it. */
function cpu(used) {
  const { user, system } = process.cpuUsage(used)
  return user + system
}

async function perSecond(log, count) {
  let n = 0
  const [begun, used] = [performance.now(), process.cpuUsage()]
  const writers = Array.from({ length: IN_FLIGHT }, async () => {
    while (n < count) await log.append(message(++n))
  })
  await Promise.all(writers)
  const rate = Math.round(count / ((performance.now() - begun) / 1000))
  return { 'appends/s': rate, 'cpu us': Number((cpu(used) / count).toFixed(2)) }
}

async function oneByOne(log, count) {
  const times = []
  for (let n = 1; n <= count; n++) {
    const begun = performance.now()
    await log.append(message(n))
    times.push(performance.now() - begun)
  }
  times.sort((a, b) => a - b)
  const quantile = (part) => Number(times[Math.floor(times.length * part)].toFixed(3))
  return { p50: quantile(0.5), p99: quantile(0.99) }
}

async function appends(engine, count) {
  // The second time: the first is the compiler's.
  await perSecond(await engine.open('warm', follower()), count / 4)
  const many = await perSecond(await engine.open('many', follower()), count)
  const { p50, p99 } = await oneByOne(await engine.open('single', follower()), Math.min(count, 20_000))
  await engine.close()
  return { ...many, 'p50 ms': p50, 'p99 ms': p99 }
}

/** @param write how the entries came: all in flight, or each alone in its write, which makes the longest file */
async function replay(journalEngine, dir, write, count) {
  const options = { dir, ring: count }
  const engine = await journalEngine(options)
  await write(await engine.open('room', follower()), count)
  await engine.close()
  const [file] = await readdir(path.join(dir, 'rooms'))
  const { size } = await stat(path.join(dir, 'rooms', file))
  const times = []
  let busy = Infinity
  for (let i = 0; i < 5; i++) {
    const again = await journalEngine(options)
    const replica = follower()
    const [begun, used] = [performance.now(), process.cpuUsage()]
    await again.open('room', replica)
    times.push(performance.now() - begun)
    busy = Math.min(busy, cpu(used) / 1000)
    if (replica.told() !== count) throw new Error(`${replica.told()} of ${count} entries came back`)
    await again.close()
  }
  times.sort((a, b) => a - b)
  return {
    entries: count,
    MB: Number((size / 1e6).toFixed(1)),
    'median ms': Math.round(times[2]),
    'worst ms': Math.round(times[4]),
    'cpu ms': Math.round(busy),
  }
}

/** @param args `entries=200000` */
export async function run(args = []) {
  const { entries = 200_000 } = Object.fromEntries(args.map((arg) => arg.split('=')))
  const count = Number(entries)
  const { journalEngine, memoryEngine } = await load()
  const root = await mkdtemp(path.join(tmpdir(), 'lianmai-bench-journal-'))
  const dir = (name) => path.join(root, name)
  try {
    return {
      memory: await appends(memoryEngine(4096), count),
      journal: await appends(await journalEngine({ dir: dir('none') }), count),
      'journal-sync': await appends(await journalEngine({ dir: dir('batch'), sync: 'batch' }), count / 4),
      'replay, written in groups': await replay(journalEngine, dir('groups'), perSecond, count),
      'replay, written one by one': await replay(journalEngine, dir('single'), oneByOne, count),
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}
