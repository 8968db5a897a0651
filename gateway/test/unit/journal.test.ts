import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { journalEngine, type JournalOptions } from '../../src/log/journal'
import type { LogEngine } from '../../src/room/log'
import { engineSuite, type Harness } from '../support/engine-suite'

const folders: string[] = []
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true, force: true })))

function harness(options: Partial<JournalOptions>): Harness {
  const engines = new Set<LogEngine>()
  let current: JournalOptions
  async function open(): Promise<LogEngine> {
    const engine = await journalEngine(current)
    engines.add(engine)
    return engine
  }
  async function stop(): Promise<void> {
    await Promise.all(Array.from(engines, (engine) => engine.close()))
    engines.clear()
  }
  return {
    start: (ring) => {
      const dir = mkdtempSync(path.join(tmpdir(), 'lianmai-journal-'))
      folders.push(dir)
      current = { ...options, dir, ring }
      return open()
    },
    reopen: async () => {
      await stop()
      return open()
    },
    stop,
  }
}

engineSuite('journal', () => harness({}))
// Every file is begun anew after a few entries, is synced, and is closed whenever another room is written.
engineSuite('journal that rotates all the time', () => harness({ rotateBytes: 1, sync: 'batch', handles: 1 }))
