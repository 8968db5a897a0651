/** The journal as processes and disks treat it. */
import { build } from 'esbuild'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { nodeDisk, type Disk } from '../src/log/journal/disk'
import { FaultyDisk } from './support/faulty-disk'
import { Journals } from './support/journal'
import { by, step } from './support/replica'

jest.setTimeout(60_000)

const journals = new Journals()
afterEach(() => journals.remove())

async function bundledWriter(): Promise<string> {
  const outfile = path.join(journals.folder(), 'journal-writer.cjs')
  const entryPoints = [path.join(__dirname, 'support/journal-writer.ts')]
  // Where it is put, no package would be found: the whole of it is in the bundle.
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' })
  return outfile
}

/** Kills it after so many lines. @returns what it said was acknowledged: seqs by number */
async function killedAfter(lines: number, writer: string, dir: string, first: number): Promise<Map<number, number>> {
  const child = spawn(process.execPath, [writer, dir, `${first}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const acknowledged = new Map<number, number>()
  for await (const line of createInterface({ input: child.stdout })) {
    const [n = 0, s = 0] = line.split(' ').map(Number)
    acknowledged.set(n, s)
    if (acknowledged.size === lines) child.kill('SIGKILL')
  }
  expect(await exit).toEqual([null, 'SIGKILL'])
  return acknowledged
}

test('kill -9: everything acknowledged is there, once and in order, and its sender is told so', async () => {
  const [dir, writer] = [journals.folder(), await bundledWriter()]
  let first = 1
  for (const lines of [1, 40, 700, 1_500, 333]) {
    const acknowledged = await killedAfter(lines, writer, dir, first)
    const { log, replica } = await journals.room(dir, { ring: 64 })
    expect(replica.texts).toEqual(Array.from({ length: log.head }, (_, i) => `${i + 1}`))
    expect(replica.faults).toEqual([])
    const last = Math.max(...acknowledged.keys())
    expect(log.head).toBeGreaterThanOrEqual(last)
    expect(Array.from(acknowledged).filter(([n, s]) => n !== s)).toEqual([])
    const [again] = (await log.append({ steps: [step(`${last}`, by(last))], at: 0 })) as object[]
    expect(again).toEqual({ s: last, at: last, dup: true })
    // What was on its way is sent again by the next one.
    first = last + 1
    await journals.close()
  }
})

test('a gateway that runs keeps others out of its folder; one that was killed does not', async () => {
  const [dir, writer] = [journals.folder(), await bundledWriter()]
  const child = spawn(process.execPath, [writer, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  await once(child.stdout, 'data')
  child.stdout.resume()
  await expect(journals.engine(dir)).rejects.toThrow(
    `is in use by process ${child.pid}: give every gateway a folder of its own`,
  )
  child.kill('SIGKILL')
  await exit
  await expect(journals.engine(dir)).resolves.toBeDefined()
})

/** A disk that is full but for some bytes: a real one where this process may mount one. */
function smallDisk(dir: string): { disk: Disk; free(): void; unmount(): void } {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', dir]).status === 0
  if (!mounted) {
    const disk = Object.assign(new FaultyDisk(), { space: 64_000 })
    return { disk, free: () => void (disk.space = Infinity), unmount: () => undefined }
  }
  const filler = path.join(dir, 'filler')
  writeFileSync(filler, Buffer.alloc(400_000))
  return { disk: nodeDisk, free: () => rmSync(filler), unmount: () => void spawnSync('umount', [dir]) }
}

test('a disk that is full refuses, and goes on by itself when there is space', async () => {
  const dir = path.join(journals.folder(), 'small')
  mkdirSync(dir)
  const { disk, free, unmount } = smallDisk(dir)
  try {
    const { log, replica, engine } = await journals.room(dir, { disk })
    const acknowledged: string[] = []
    let n = 0
    const append = async (): Promise<void> => {
      const text = `${++n} ${'x'.repeat(1_000)}`
      await log.append({ steps: [step(text, by(n))], at: 0 })
      acknowledged.push(text)
    }
    await expect(
      (async () => {
        while (n < 1_000) await append()
      })(),
    ).rejects.toThrow(/cannot be written: .*ENOSPC/)
    await expect(append()).rejects.toThrow(/ENOSPC/)
    expect(acknowledged.length).toBeGreaterThan(10)
    expect(await engine.health()).toEqual({ ok: false, why: expect.stringMatching(/ENOSPC/) })
    free()
    await append()
    expect(await engine.health()).toEqual({ ok: true })
    expect(replica.texts).toEqual(acknowledged)
    await journals.close()
    expect((await journals.room(dir, { disk })).replica.texts).toEqual(acknowledged)
    await journals.close()
  } finally {
    await journals.close()
    unmount()
  }
})
