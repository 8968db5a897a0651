/** Where the figures of a gateway stand. */
import type { Hub } from '../hub'
import type { MediaRelay } from '../media/types'
import type { Meter } from '../room/meter'
import type { Sockets } from '../sockets'
import type { Counters } from './counters'
import type { Sources } from './registry'

export interface Places {
  counters: Counters
  meter: Meter
  sockets: Pick<Sockets, 'size' | 'load' | 'all'>
  hub: Pick<Hub, 'all'>
  relay: Pick<MediaRelay, 'counters' | 'streams'>
  webhooks: Sources['webhooks']
}

export function sourcesOf({ counters, meter, sockets, hub, relay, webhooks }: Places): Omit<Sources, 'ready'> {
  return {
    ...{ counters, meter, webhooks },
    refresh: () => sockets.load.sample(),
    connections: () => sockets.all(),
    sockets: () => ({ open: sockets.size, ...sockets.load.figures }),
    rooms: () => ({ open: hub.all().length, online: hub.all().reduce((sum, room) => sum + room.connected, 0) }),
    relay: () => relay.counters(),
    streams: () => relay.streams(),
  }
}
