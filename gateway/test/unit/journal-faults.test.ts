/** A journal on a disk that fills up, fails and stops. */
import fc from 'fast-check'
import { readFileSync, statSync } from 'node:fs'
import type { RoomLog } from '../../src/room/log'
import { FaultyDisk } from '../support/faulty-disk'
import { filesIn, Journals, roomFile } from '../support/journal'
import { by, Replica, step } from '../support/replica'

jest.setTimeout(30_000)

const journals = new Journals()
afterEach(() => journals.remove())

/** What was acknowledged of a list of texts that are written a few at a time. */
async function write(log: RoomLog, texts: readonly string[], width: number, first = 1): Promise<string[]> {
  const acknowledged: string[] = []
  for (let start = 0; start < texts.length; start += width) {
    const some = texts.slice(start, start + width)
    const results = await Promise.allSettled(
      some.map((text, i) => log.append({ steps: [step(text, by(first + start + i))], at: 0 })),
    )
    acknowledged.push(...some.filter((_, i) => results[i]?.status === 'fulfilled'))
  }
  return acknowledged
}

const texts = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1} ${'x'.repeat((i * 37) % 90)}`)

describe('a full disk', () => {
  test('refuses, keeps nothing of what it refused, and goes on by itself', async () => {
    const [dir, disk] = [journals.folder(), new FaultyDisk()]
    const { log, replica, engine } = await journals.room(dir, { disk })
    await log.append({ steps: [step('a', by(1))], at: 0, basis: 0 })
    const before = readFileSync(roomFile(dir))
    disk.space = 60
    const lost = { steps: [step(['b', 'c'], by(2)), step('d')], at: 0 }
    await expect(log.append(lost)).rejects.toThrow(/journal of room room cannot be written: .*ENOSPC/)
    await expect(log.append(lost)).rejects.toThrow(/ENOSPC/)
    expect(readFileSync(roomFile(dir))).toEqual(before)
    expect([log.head, log.seen(by(2)), replica.texts]).toEqual([1, undefined, ['a']])
    expect(await engine.health()).toEqual({ ok: false, why: expect.stringMatching(/cannot be written: .*ENOSPC/) })
    disk.space = Infinity
    expect(await engine.health()).toEqual({ ok: true })
    expect(await log.append(lost)).toEqual([
      { s: 3, at: 0, dup: false },
      { s: 4, at: 0, dup: false },
    ])
    expect(journals.events()).toEqual(['journal.fails', 'journal.writes'])
    await journals.close()
    expect((await journals.room(dir)).replica.texts).toEqual(['a', 'b', 'c', 'd'])
  })

  test('has room for nothing: not even a file is left behind that is not empty', async () => {
    const [dir, disk] = [journals.folder(), new FaultyDisk()]
    disk.space = 10
    const { log } = await journals.room(dir, { disk })
    await expect(log.append({ steps: [step('a')], at: 0 })).rejects.toThrow(/ENOSPC/)
    expect(statSync(roomFile(dir)).size).toBe(0)
    await journals.close()
    expect((await journals.room(dir)).replica.texts).toEqual([])
  })

  test('what waited for a refused control step is refused with it, not told of a conflict that never was', async () => {
    const [dir, disk] = [journals.folder(), new FaultyDisk()]
    const { log } = await journals.room(dir, { disk })
    disk.space = 0
    const both = () => ['a', 'b'].map((text) => log.append({ steps: [step(text)], at: 0, basis: 0 }))
    const refused = await Promise.allSettled(both())
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    disk.space = Infinity
    expect(await Promise.all(both())).toEqual([[{ s: 1, at: 0, dup: false }], 'conflict'])
  })

  test('whatever fits: after a restart there is what was acknowledged, and nothing else', async () => {
    const spaces = fc.array(fc.nat(400), { minLength: 1, maxLength: 12 })
    const property = fc.asyncProperty(spaces, fc.integer({ min: 1, max: 5 }), async (some, width) => {
      const [dir, disk] = [journals.folder(), new FaultyDisk()]
      const { log } = await journals.room(dir, { disk, ring: 4, rotateBytes: 300 })
      const all = texts(some.length * 6)
      const acknowledged: string[] = []
      for (const [i, space] of some.entries()) {
        disk.space = space
        const part = all.slice(i * 6, i * 6 + 6)
        acknowledged.push(...(await write(log, part, width, i * 6 + 1)))
      }
      await journals.close()
      expect((await journals.room(dir, { ring: 4 })).replica.texts).toEqual(acknowledged)
      await journals.remove()
    })
    await fc.assert(property)
  })

  test('has no room for the next file: the old one goes on, and it is said', async () => {
    const [dir, disk] = [journals.folder(), new FaultyDisk()]
    const { log } = await journals.room(dir, { disk, ring: 1, rotateBytes: 1 })
    const open = disk.open.bind(disk)
    disk.open = (path, how) => (path.endsWith('.next') ? Promise.reject(new Error('ENOSPC')) : open(path, how))
    expect(await write(log, texts(20), 1)).toEqual(texts(20))
    expect(journals.events()).toContain('journal.rotate')
    expect(filesIn(dir)).toEqual(['room-room.jsonl'])
    disk.open = open
    await journals.close()
    expect((await journals.room(dir)).replica.texts).toEqual(texts(20))
  })
})

test('after a sync that failed the file is not believed: a new one takes its place', async () => {
  const [dir, disk] = [journals.folder(), new FaultyDisk()]
  const { log } = await journals.room(dir, { disk, sync: 'batch' })
  await write(log, ['a', 'b'], 1)
  disk.syncFails = true
  await expect(log.append({ steps: [step('c', by(3))], at: 0 })).rejects.toThrow(/the disk cannot say/)
  await expect(log.append({ steps: [step('c', by(3))], at: 0 })).rejects.toThrow(/the disk cannot say/)
  disk.syncFails = false
  expect(disk.created.at(-1)).toMatch(/\.next$/)
  expect(await log.append({ steps: [step('c', by(3))], at: 0 })).toEqual([{ s: 3, at: 0, dup: false }])
  await journals.close()
  expect((await journals.room(dir)).replica.texts).toEqual(['a', 'b', 'c'])
})

test('a machine that stops at any moment has everything acknowledged, once and in order', async () => {
  const all = texts(60)
  let rotations = 0
  // So many are needed to open a room.
  for (let operations = 4; ; operations++) {
    const [dir, disk] = [journals.folder(), new FaultyDisk()]
    disk.operations = operations
    const options = { ring: 2, rotateBytes: 300, sync: operations % 2 ? ('batch' as const) : ('none' as const) }
    const { log } = await journals.room(dir, { ...options, disk })
    const acknowledged = await write(log, all, 2)
    const stopped = disk.operations < 0
    await journals.close()
    const { log: again, replica } = await journals.room(dir, options)
    // What was on its way may have arrived: its sender sends it again, and hears that it has.
    expect(replica.texts.slice(0, acknowledged.length)).toEqual(acknowledged)
    expect(all.slice(0, replica.texts.length)).toEqual(replica.texts)
    expect(filesIn(dir).filter((name) => name !== 'room-room.jsonl')).toEqual([])
    expect(await write(again, all, 5)).toEqual(all)
    expect(replica.texts).toEqual(all)
    expect(replica.faults).toEqual([])
    rotations += journals.events().filter((event) => event === 'journal.rotated').length
    await journals.remove()
    if (!stopped) break
  }
  // Else it did not stop in them.
  expect(rotations).toBeGreaterThan(20)
})

test('a disk that hangs costs no more memory than the appends that may wait', async () => {
  const [dir, disk] = [journals.folder(), new FaultyDisk()]
  const { log, replica } = await journals.room(dir, { disk })
  let release = (): void => undefined
  disk.hold = new Promise((resolve) => (release = resolve))
  const results = Array.from({ length: 5_000 }, (_, i) => log.append({ steps: [step(`${i}`)], at: 0 }))
  await expect(results.at(-1)).rejects.toThrow(/4096 appends wait for the journal of room room/)
  release()
  const settled = await Promise.allSettled(results)
  expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(settled.map((_, i) => i < 4_096))
  expect(replica.texts).toHaveLength(4_096)
})

test('a follower whose state is not that of the head: the file goes on, and it is said', async () => {
  const dir = journals.folder()
  const engine = await journals.engine(dir, { ring: 1, rotateBytes: 1 })
  const replica = new Replica()
  replica.dump = () => ({ s: 0, state: [] })
  await write(await engine.open('room', replica), texts(9), 1)
  expect(journals.reports[0]).toMatchObject({
    event: 'journal.rotate',
    facts: { error: expect.stringMatching(/at 0, where/) },
  })
  await journals.close()
  expect((await journals.room(dir)).replica.texts).toEqual(texts(9))
})

test('keeps so many files open and no more', async () => {
  const [dir, disk] = [journals.folder(), new FaultyDisk()]
  const engine = await journals.engine(dir, { disk, handles: 3 })
  const logs = await Promise.all(Array.from({ length: 9 }, (_, i) => engine.open(`r${i}`, new Replica())))
  for (const text of ['a', 'b']) {
    for (const log of logs) await log.append({ steps: [step(text)], at: 0 })
    expect(disk.opened.size).toBeLessThanOrEqual(4) // one of them may be on its way out
  }
  await journals.close()
  const again = await journals.engine(dir)
  for (let i = 0; i < 9; i++) {
    const replica = new Replica()
    await again.open(`r${i}`, replica)
    expect(replica.texts).toEqual(['a', 'b'])
  }
})
