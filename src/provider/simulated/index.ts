/** A room without a server: for documentation, component tests and design reviews. */
import type { ProviderFactory } from '../types'
import { checkOptions } from './check'
import { SimulatedProvider } from './provider'
import type { SimulatedOptions, SimulatedRooms } from './types'

/**
 * People join, publish, chat, ask to link, freeze, drop out and return, the same way for the same seed. Their streams have
 * `simulated:` URLs: a drawn test card in the preview, no media on a phone. I am `me`.
 *
 * `simulated:<id>?name=<shown>&hue=<0-359>`, and what a player has to know beforehand: `freeze=<from>-<to>` (ms since 1970: the
 * picture stands still) and any number of `speak=<start>,<period>,<from>-<to>,...` (windows in ms after `start`, again every
 * `period` ms unless that is 0: sound is heard).
 * A function is asked at each join, so that one registration has a room for every room id and role.
 * @throws LiveError `invalid-argument` for options of another shape; joining rejects for people and steps that do not fit together
 * @example registerProvider('simulated', simulated({ people: [{ name: 'Alice', role: 'anchor' }], script: [] }))
 */
export function simulated(options: SimulatedOptions | SimulatedRooms = {}): ProviderFactory {
  if (typeof options === 'function') return () => new SimulatedProvider(options)
  checkOptions(options)
  return () => new SimulatedProvider(() => options)
}

export { DEFAULT_PEOPLE, defaultScript } from './default-script'
export type {
  SimulatedAction,
  SimulatedClock,
  SimulatedOptions,
  SimulatedPerson,
  SimulatedRooms,
  SimulatedStep,
  Who,
} from './types'
