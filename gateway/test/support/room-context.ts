import { Meter } from '../../src/room/meter'
import { ROOM_DEFAULTS, type RoomContext, type RoomSettings } from '../../src/room/settings'
import { Tick } from '../../src/tick'

/** What a room is given when nobody listens; an error in a tick fails the test. */
export function quietContext(settings: Partial<RoomSettings> = {}): RoomContext {
  return {
    settings: { ...ROOM_DEFAULTS, ...settings },
    tick: new Tick((error) => {
      throw error
    }),
    meter: new Meter(),
    report: () => undefined,
    now: () => Date.now(),
    started: () => undefined,
    cut: () => undefined,
    changed: () => undefined,
    wrote: () => undefined,
  }
}
