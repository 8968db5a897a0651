/** What the harness and the gateway's process say to each other. */
import type { GatewayOptions } from '../../../src/index'

export interface NodeConfig {
  engine: { kind: 'memory' }
  port?: number
  rooms?: GatewayOptions['rooms']
  connections?: GatewayOptions['connections']
  /** How far its clock is ahead, ms. */
  skew?: number
}

export interface Figures {
  rss: number
  /** Bytes that its sockets have not sent yet: of the fullest one, and of all. */
  buffered: { most: number; all: number }
  connections: number
}

export const FAULT_KEY = { kid: 'k1', secret: 'a secret for faults, 32 chars long' }

/** No limit of pace: for faults that are about something else. */
export const UNHURRIED = {
  commands: { burst: 100_000, perSecond: 100_000 },
  frames: { burst: 100_000, perSecond: 100_000 },
}
