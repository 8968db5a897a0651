/** Journals in folders of their own, which go when the tests are over. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { journalEngine, type JournalOptions } from '../../src/log/journal'
import type { Report } from '../../src/report'
import type { LogEngine, RoomLog } from '../../src/room/log'
import { Replica } from './replica'

type Told = Parameters<Report>[2]

export class Journals {
  readonly reports: { event: string; facts: Told }[] = []
  private readonly folders: string[] = []
  private readonly engines = new Set<LogEngine>()

  folder(): string {
    const dir = mkdtempSync(path.join(tmpdir(), 'lianmai-journal-'))
    this.folders.push(dir)
    return dir
  }

  async engine(dir: string, options: Partial<JournalOptions> = {}): Promise<LogEngine> {
    const report: Report = (_level, event, facts) => void this.reports.push({ event, facts })
    const engine = await journalEngine({ report, ...options, dir })
    this.engines.add(engine)
    return engine
  }

  /** One room of a journal. */
  async room(
    dir: string,
    options: Partial<JournalOptions> = {},
  ): Promise<{ log: RoomLog; replica: Replica; engine: LogEngine }> {
    const engine = await this.engine(dir, options)
    const replica = new Replica()
    return { log: await engine.open('room', replica), replica, engine }
  }

  events(): string[] {
    return this.reports.map(({ event }) => event)
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.engines, (engine) => engine.close()))
    this.engines.clear()
  }

  async remove(): Promise<void> {
    await this.close()
    this.reports.length = 0
    for (const dir of this.folders.splice(0)) rmSync(dir, { recursive: true, force: true })
  }
}

export const roomFile = (dir: string): string => path.join(dir, 'rooms', 'room-room.jsonl')

export const filesIn = (dir: string): string[] => readdirSync(path.join(dir, 'rooms')).sort()
