/** What a journal makes of the files it finds. */
import fc from 'fast-check'
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { journalEngine } from '../../src/log/journal'
import { fileOf, roomOf } from '../../src/log/journal/names'
import { encode } from '../../src/log/journal/records'
import { FaultyDisk } from '../support/faulty-disk'
import { filesIn, Journals, roomFile } from '../support/journal'
import { by, Replica, step, textOf } from '../support/replica'

jest.setTimeout(30_000)

const journals = new Journals()
afterEach(() => journals.remove())

/** A closed journal whose records hold these texts each, the sizes of its file after each, and its epoch. */
async function closed(groups: readonly string[][], ring = 100) {
  const dir = journals.folder()
  const { log } = await journals.room(dir, { ring })
  const sizes: number[] = []
  let n = 0
  for (const group of groups) {
    await Promise.all(group.map((text) => log.append({ steps: [step(text, by(++n))], at: 0 })))
    sizes.push(readFileSync(roomFile(dir)).length)
  }
  await journals.close()
  return { dir, sizes, epoch: log.epoch }
}

describe('names of files', () => {
  const rooms = fc.stringMatching(/^[A-Za-z0-9_-]{1,48}$/)

  test('every room has its own, also where case does not count, and is found by it', () => {
    fc.assert(
      fc.property(rooms, rooms, (one, other) => {
        expect(roomOf(fileOf(one))).toBe(one)
        expect(fileOf(one)).toMatch(/^room-[a-z0-9_+-]+\.jsonl$/)
        expect(fileOf(one).length).toBeLessThan(120)
        expect(fileOf(one).toLowerCase() === fileOf(other).toLowerCase()).toBe(one === other)
      }),
    )
  })

  test.each(['lock', 'room-.jsonl', 'room-A.jsonl', 'room-a.jsonl.next', 'room-a b.jsonl', 'room-+1.jsonl'])(
    '%s is no room',
    (file) => expect(roomOf(file)).toBeUndefined(),
  )
})

describe('a torn record at the end', () => {
  test('is cut off wherever it was torn; who had more of it is told', async () => {
    const { dir, sizes, epoch } = await closed([['a', 'b'], ['c'], ['d', 'e']])
    const whole = readFileSync(roomFile(dir))
    for (let size = sizes[1] ?? 0; size < whole.length; size++) {
      writeFileSync(roomFile(dir), whole.subarray(0, size))
      const { log, replica } = await journals.room(dir)
      expect(replica.texts).toEqual(['a', 'b', 'c'])
      expect([2, 3, 4, 5].map((s) => log.resumes([epoch, s]))).toEqual([true, true, false, false])
      expect(await log.append({ steps: [step('D', by(4))], at: 1 })).toEqual([{ s: 4, at: 1, dup: false }])
      await journals.close()
      expect((await journals.room(dir)).replica.texts).toEqual(['a', 'b', 'c', 'D'])
      await journals.close()
    }
    // Not of the file that ended with a whole record.
    expect(journals.events()).toEqual(Array.from({ length: whole.length - (sizes[1] ?? 0) - 1 }, () => 'journal.torn'))
  })

  test('a file of which not even the header was written is a room of which nothing was acknowledged', async () => {
    const { dir } = await closed([['a']])
    const whole = readFileSync(roomFile(dir))
    for (const size of [0, 1, 9, 30, whole.indexOf('\n')]) {
      writeFileSync(roomFile(dir), whole.subarray(0, size))
      const { log, replica } = await journals.room(dir)
      expect(replica.restored).toEqual([undefined])
      await log.append({ steps: [step('A')], at: 0 })
      await journals.close()
      expect((await journals.room(dir)).replica.texts).toEqual(['A'])
      await journals.close()
    }
    expect(filesIn(dir)).toEqual(['room-room.jsonl'])
  })

  test('a power cut that takes whole records is no orderly end: nobody is told that nothing was lost', async () => {
    const { dir, sizes, epoch } = await closed([['a'], ['b'], ['c']])
    truncateSync(roomFile(dir), sizes[1])
    const { log } = await journals.room(dir)
    await log.append({ steps: [step('another c')], at: 0 })
    expect(log.epoch).not.toBe(epoch)
    expect([log.resumes([epoch, 2]), log.resumes([epoch, 3]), log.resumes([log.epoch, 3])]).toEqual([true, false, true])
  })

  test('who was told of a longer log than any later one is told, though that was of an epoch in between', async () => {
    const { dir, sizes, epoch } = await closed([['a'], ['b'], ['c']])
    const { log: between } = await journals.room(dir)
    await between.append({ steps: [step('d')], at: 0 })
    await journals.close()
    truncateSync(roomFile(dir), sizes[0])
    const { log } = await journals.room(dir)
    await log.append({ steps: [step(['B', 'C', 'D'])], at: 0 })
    expect([1, 2, 3].map((s) => log.resumes([epoch, s]))).toEqual([true, false, false])
    expect([1, 4].map((s) => log.resumes([between.epoch, s]))).toEqual([false, false])
  })
})

describe('damage', () => {
  test('in the middle is never silent: what is before it stays, the file is kept aside, and who had more is told', async () => {
    const groups = [['a', 'b'], ['c'], ['d', 'e', 'f'], ['g']]
    const { dir, sizes, epoch } = await closed(groups)
    const whole = readFileSync(roomFile(dir))
    const places = fc.integer({ min: 0, max: (sizes[2] ?? 0) - 1 })
    const property = fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (place, flip) => {
      const copy = journals.folder()
      mkdirSync(path.join(copy, 'rooms'))
      const damaged = Buffer.from(whole)
      damaged[place] = (damaged[place] ?? 0) ^ flip
      writeFileSync(roomFile(copy), damaged)
      const { log, replica } = await journals.room(copy)
      const left = groups
        .slice(
          0,
          sizes.findIndex((size) => place < size),
        )
        .flat()
      expect(replica.texts).toEqual(left)
      expect(journals.reports.at(-1)).toMatchObject({
        event: 'journal.damaged',
        facts: { room: 'room', kept: left.length },
      })
      expect(
        readFileSync(path.join(copy, 'rooms', filesIn(copy).find((name) => name.includes('damaged')) ?? '')),
      ).toEqual(damaged)
      // Of a room whose header is lost not even the epoch is known.
      const known = place > whole.indexOf('\n')
      expect([0, 1].map((more) => log.resumes([epoch, left.length + more]))).toEqual([known, false])
      await log.append({ steps: [step('on')], at: 0 })
      await journals.close()
      const reports = journals.reports.length
      const again = await journals.room(copy)
      expect(again.replica.texts).toEqual([...left, 'on'])
      expect(again.log.resumes([log.epoch, left.length + 1])).toBe(true)
      expect(journals.reports).toHaveLength(reports)
      await journals.close()
    })
    await fc.assert(property)
  })

  test('a record that does not follow the one before it is damage, though it is whole', async () => {
    const { dir, sizes } = await closed([['a'], ['b'], ['c']])
    const whole = readFileSync(roomFile(dir))
    writeFileSync(roomFile(dir), Buffer.concat([whole.subarray(0, sizes[0]), whole.subarray(sizes[1])]))
    expect((await journals.room(dir)).replica.texts).toEqual(['a'])
    expect(journals.events()).toEqual(['journal.damaged'])
  })

  test('of the stored state leaves nothing to go on from: the room begins anew, and everybody is told', async () => {
    const dir = journals.folder()
    const { log } = await journals.room(dir, { ring: 2, rotateBytes: 1, disk: new FaultyDisk() })
    for (let n = 1; n <= 12; n++) await log.append({ steps: [step(`${n}`)], at: 0 })
    expect(journals.events()).toContain('journal.rotated')
    await journals.close()
    const data = readFileSync(roomFile(dir))
    const state = data.indexOf(' S{')
    expect(state).toBeGreaterThan(0)
    data[state + 5] = 0
    writeFileSync(roomFile(dir), data)
    const again = await journals.room(dir)
    expect(again.replica.restored).toEqual([undefined])
    expect([0, 12].map((s) => again.log.resumes([log.epoch, s]))).toEqual([false, false])
    expect(filesIn(dir)).toEqual([expect.stringMatching(/^room-room\.jsonl\.damaged-\d+$/)])
  })

  test('a file of a later version, or of another room, is refused and left alone', async () => {
    const { dir } = await closed([['a']])
    renameSync(roomFile(dir), path.join(dir, 'rooms', fileOf('other')))
    const engine = await journals.engine(dir)
    await expect(engine.open('other', new Replica())).rejects.toThrow(
      "the journal of room other is room room's: was its file renamed?",
    )
    const later = '{"format":2,"room":"later","epoch":"x","chain":[],"since":0}'
    writeFileSync(path.join(dir, 'rooms', fileOf('later')), encode('header', later))
    await expect(engine.open('later', new Replica())).rejects.toThrow(/written by a later version \(format 2\)/)
    expect(filesIn(dir)).toEqual([fileOf('later'), fileOf('other')])
  })
})

describe('rotation', () => {
  test('keeps the file small and everything that is needed', async () => {
    const dir = journals.folder()
    const { log, replica } = await journals.room(dir, { ring: 8, rotateBytes: 2_000, disk: new FaultyDisk() })
    await log.append({ steps: [step('first', by(1, 'other'))], at: 5, basis: 0 })
    replica.texts = ['first'] // from here on the state is a short one
    replica.dump = () => ({ s: replica.s, state: ['folded'] })
    for (let n = 1; n <= 400; n++) await log.append({ steps: [step(`${n}`, by(n))], at: n })
    expect(journals.events().filter((event) => event === 'journal.rotated').length).toBeGreaterThan(5)
    expect(readFileSync(roomFile(dir)).length).toBeLessThan(16_000) // 400 entries are 32,000
    await journals.close()
    const again = await journals.room(dir, { ring: 8 })
    expect(again.replica.texts[0]).toBe('folded')
    expect(again.log.read(again.log.tail - 1, 9).map(textOf)).toEqual([
      '393',
      '394',
      '395',
      '396',
      '397',
      '398',
      '399',
      '400',
    ])
    expect(again.log.seen(by(400))).toEqual({ s: 401, at: 400 })
    expect([again.log.seen(by(336)), again.log.seen(by(337))]).toEqual(['past', { s: 338, at: 337 }])
    expect(again.log.seen(by(1, 'other'))).toEqual({ s: 1, at: 5 })
    expect(await again.log.append({ steps: [step('on')], at: 0, basis: 1 })).toEqual([{ s: 402, at: 0, dup: false }])
    expect(again.log.resumes([log.epoch, 401])).toBe(true)
  })

  test('a next file that was not finished goes; the one in place holds everything', async () => {
    const { dir } = await closed([['a'], ['b']])
    copyFileSync(roomFile(dir), `${roomFile(dir)}.next`)
    truncateSync(`${roomFile(dir)}.next`, 50)
    expect((await journals.room(dir)).replica.texts).toEqual(['a', 'b'])
    expect(filesIn(dir)).toEqual(['room-room.jsonl'])
  })
})

describe('the lock', () => {
  const planted = (dir: string) => path.join(dir, 'lock-planted')
  const locks = (dir: string) => readdirSync(dir).filter((name) => name.startsWith('lock'))
  function plant(dir: string, change: object): void {
    const about = { id: 'planted', pid: 1, host: hostname(), began: '', ...change }
    writeFileSync(planted(dir), `${JSON.stringify(about)}\nheld`)
  }

  test("a folder is one gateway's, until it closes", async () => {
    const dir = journals.folder()
    const first = await journals.engine(dir)
    await expect(journalEngine({ dir })).rejects.toThrow(
      `the journal in ${dir} is in use by process ${process.pid}: give every gateway a folder of its own, or let them share a Redis`,
    )
    await first.close()
    expect(locks(dir)).toEqual([])
    await expect(journals.engine(dir)).resolves.toBeDefined()
  })

  test.each([
    ['a process that is gone', { pid: 2 ** 22 + 1 }],
    ['a process whose number another has now', { pid: process.ppid, began: 'long ago' }],
    ['one that had the number of this process', { pid: process.pid }],
  ])('what %s left is taken over', async (_, change) => {
    const dir = journals.folder()
    plant(dir, change)
    const engine = await journals.engine(dir)
    expect(await engine.health()).toEqual({ ok: true })
    expect(locks(dir)).toEqual([expect.not.stringMatching('planted')])
  })

  test('a holder on another machine lives while it shows that it does', async () => {
    const dir = journals.folder()
    plant(dir, { host: 'elsewhere' })
    await expect(journalEngine({ dir })).rejects.toThrow(/in use by process 1 on elsewhere/)
    const long = new Date(Date.now() - 11_000)
    utimesSync(planted(dir), long, long)
    await expect(journals.engine(dir)).resolves.toBeDefined()
  })

  test('of several that take over what is left, one does', async () => {
    const dir = journals.folder()
    for (let round = 0; round < 20; round++) {
      plant(dir, { pid: 2 ** 22 + 1 })
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => journals.engine(dir)))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(locks(dir)).toHaveLength(1)
      await journals.close()
    }
  })
})

describe('use', () => {
  test.each([
    [{ dir: '' }, /dir must name the folder/],
    [{ dir: '/tmp', ring: 0 }, /ring must be a whole number above 0, not 0/],
    [{ dir: '/tmp', rotateBytes: 1.5 }, /rotateBytes must be a whole number/],
    [{ dir: '/tmp', sync: 'always' as 'none' }, /sync must be none or batch, not always/],
  ])('%j is refused', (options, why) => expect(journalEngine(options)).rejects.toThrow(why))

  test('a room is open once; a closed journal says so, and what was called before is written', async () => {
    const dir = journals.folder()
    const { log, engine } = await journals.room(dir)
    await expect(engine.open('room', new Replica())).rejects.toThrow('room room is open already: one follower a room')
    const last = log.append({ steps: [step('last')], at: 0 })
    await engine.close()
    expect(await last).toEqual([{ s: 1, at: 0, dup: false }])
    await expect(log.append({ steps: [], at: 0 })).rejects.toThrow('the journal of room room is closed')
    await expect(engine.open('other', new Replica())).rejects.toThrow('the journal is closed')
    expect(await engine.health()).toEqual({ ok: false, why: 'the journal is closed' })
    expect((await journals.room(dir)).replica.texts).toEqual(['last'])
  })

  test('an evicted room takes its file and what waits with it; opening it meanwhile waits', async () => {
    const dir = journals.folder()
    const { log, engine } = await journals.room(dir)
    await log.append({ steps: [step('a')], at: 0 })
    const late = log.append({ steps: [step('b')], at: 0 })
    const all = Promise.allSettled([engine.evict('room'), late, engine.open('room', new Replica())])
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(filesIn(dir)).toEqual([])
  })
})
