import { engineSuite, type Harness } from '../support/engine-suite'
import { Journals } from '../support/journal'
import type { JournalOptions } from '../../src/log/journal'

jest.setTimeout(30_000)

function harness(options: Partial<JournalOptions>): Harness {
  const journals = new Journals()
  let dir = ''
  let kept = 0
  return {
    start: async (ring) => {
      await journals.remove()
      dir = journals.folder()
      kept = ring
      return journals.engine(dir, { ...options, ring })
    },
    reopen: async () => {
      await journals.close()
      return journals.engine(dir, { ...options, ring: kept })
    },
    stop: () => journals.remove(),
  }
}

engineSuite('journal', () => harness({}))
// Every file is begun anew after a few entries, is synced, and is closed whenever another room is written.
engineSuite('journal that rotates all the time', () => harness({ rotateBytes: 1, sync: 'batch', handles: 1 }))
