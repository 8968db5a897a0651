/** Logs that cannot be written for a while: Redis full, slow, or read-only; a disk that is full. Held back, not lost. */
import { createClient } from '@redis/client'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { Crew } from './crew'
import { GatewayProcess } from './gateway-process'
import { UNHURRIED } from './node-config'
import { conclude, outcome, type FaultOptions, type Outcome } from './outcome'
import { FaultProxy } from './proxy'
import { ownRedis, site } from './redis-faults'
import { inScope, type Later } from './scope'

const run = promisify(execFile)
const LONG = '连'.repeat(490)

async function console(url: string, later: Later): Promise<(...words: string[]) => Promise<unknown>> {
  const client = await createClient({ url }).connect()
  later(async () => client.destroy())
  return (...words) => client.sendCommand(words)
}

/** Something is switched on and off again, `runs` times; in between everybody is held back, and waits. */
function troubled(
  { runs, rate = 200, log }: FaultOptions,
  trouble: (say: (...words: string[]) => Promise<unknown>, on: boolean) => Promise<unknown>,
): Promise<Outcome> {
  return inScope(async (later) => {
    const redis = await ownRedis(later)
    const say = await console(redis.url, later)
    const { crew, nodes } = await site(redis.url, rate, later)
    const rss = nodes.map((node) => node.rss())
    let held = 0
    for (let turn = 0; turn < runs; turn++) {
      const busy = Promise.all(crew.senders.map((sender) => sender.held()))
      await trouble(say, true)
      held += (await busy).filter((reason) => reason === 'busy').length
      await trouble(say, false)
      await crew.flowing()
      log?.(`${turn + 1} times`)
    }
    const rssGrowth = Math.max(...nodes.map((node, i) => node.rss() - (rss[i] as number)))
    const result = await conclude(crew, runs, {}, { held, rssGrowth })
    if (held < runs * crew.senders.length) result.findings.push('some were held back by something else')
    return result
  })
}

/** No memory for anything new (`maxmemory`, `noeviction`). */
export function redisFull(options: FaultOptions): Promise<Outcome> {
  return troubled(options, (say, on) => say('CONFIG', 'SET', 'maxmemory', on ? '1mb' : '0'))
}

/** A primary that has lost its replicas takes no writes (`min-replicas-to-write`). */
export function redisAlone(options: FaultOptions): Promise<Outcome> {
  return troubled(options, (say, on) => say('CONFIG', 'SET', 'min-replicas-to-write', on ? '1' : '0'))
}

/** It has become the replica of a server that is not there, and is read-only. */
export function redisReadOnly(options: FaultOptions): Promise<Outcome> {
  return troubled(options, (say, on) => (on ? say('REPLICAOF', '127.0.0.1', '1') : say('REPLICAOF', 'NO', 'ONE')))
}

/** Every answer of Redis takes 100 ms more, for `runs` times 100 messages: one sender's follow one another. */
export function redisSlow({ runs, rate = 60, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const redis = await ownRedis(later)
    const proxy = await FaultProxy.start(() => ({ host: '127.0.0.1', port: redis.port }), later)
    const { crew } = await site(`redis://127.0.0.1:${proxy.port}`, rate, later)
    proxy.set({ delay: 50 })
    for (let turn = 0; turn < runs; turn++) {
      await crew.progress(100)
      log?.(`${crew.acknowledgements} acknowledged`)
    }
    proxy.set({})
    return conclude(crew, runs)
  })
}

/** A file system of 1 MiB. @returns its folder, or why there is none */
async function smallDisk(later: Later): Promise<string | Error> {
  const dir = await mkdtemp(path.join(tmpdir(), 'lianmai-disk-'))
  later(() => rm(dir, { recursive: true, force: true }))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir])
  } catch (error) {
    return error as Error
  }
  later(() => run('umount', ['-l', dir]))
  return dir
}

/** The journal's disk fills up, and somebody makes room, `runs` times. Needs root, for a small file system. */
export function diskFull({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const dir = await smallDisk(later)
    if (typeof dir !== 'string') return outcome(0, { skipped: 1 }, [`no small file system: ${dir.message.trim()}`])
    const engine = { kind: 'journal', dir: path.join(dir, 'journal'), rotateBytes: 64 * 1024 } as const
    const node = await GatewayProcess.start({ engine, connections: UNHURRIED, rooms: { ring: 64 } }, later)
    const crew = await Crew.gather({ senders: 5, receivers: 5, rate, address: () => node.url, padding: LONG }, later)
    crew.talk()
    const ballast = path.join(dir, 'ballast')
    for (let turn = 0; turn < runs; turn++) {
      await crew.flowing()
      const busy = Promise.all(crew.senders.map((sender) => sender.held()))
      // Fails when the disk is full: that is what it is for.
      const failure: unknown = await writeFile(ballast, Buffer.alloc(2 * 1024 * 1024)).catch((error: unknown) => error)
      if ((failure as NodeJS.ErrnoException)?.code !== 'ENOSPC') throw new Error('the disk did not fill up')
      await busy
      await rm(ballast)
      log?.(`${turn + 1} times`)
    }
    await crew.flowing()
    return conclude(crew, runs, { ring: 64 })
  })
}
