import { memoryEngine } from '../../src/room/memory-log'
import { engineSuite } from '../support/engine-suite'

engineSuite('memory', () => ({
  start: async (ring) => memoryEngine(ring),
  stop: async () => undefined,
}))
