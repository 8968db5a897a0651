/** How every log engine behaves. Each engine's tests call {@link engineSuite}; what only one engine does is tested beside it. */
import { comparing, histories, idempotence, numbering } from './engine/appending'
import type { Harness, Open } from './engine/harness'
import { cursors, people } from './engine/rooms'
import { shared } from './engine/shared'
import { stored } from './engine/stored'
import { Replica } from './replica'

export type { Harness } from './engine/harness'

/** @param makeHarness called once; {@link Harness.start} gives every test an empty store */
export function engineSuite(name: string, makeHarness: () => Harness): void {
  describe(`${name}: as every log engine`, () => {
    const harness = makeHarness()
    const replicas: Replica[] = []
    const open: Open = async (engine, room = 'Room_1') => {
      const replica = new Replica()
      replicas.push(replica)
      return { log: await engine.open(room, replica), replica }
    }
    afterEach(async () => {
      const faults = replicas.splice(0).flatMap((replica) => replica.faults)
      await harness.stop()
      expect(faults).toEqual([])
    })

    numbering(harness, open)
    idempotence(harness, open)
    comparing(harness, open)
    cursors(harness, open)
    people(harness, open)
    if (harness.reopen) stored(harness, harness.reopen.bind(harness), open)
    if (harness.second) shared(harness, harness.second.bind(harness), open)
    histories(harness, open)
  })
}
