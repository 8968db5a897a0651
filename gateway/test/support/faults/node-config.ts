/** What the harness and the gateway's process say to each other. */
import type { GatewayOptions } from '../../../src/index'

export type EngineConfig =
  | { kind: 'memory' }
  /** `rotateBytes`: small, so that files are begun anew while it dies. */
  | { kind: 'journal'; dir: string; rotateBytes?: number }
  | { kind: 'redis'; url: string; timeout?: number; beat?: number; dead?: number }

export interface NodeConfig {
  engine: EngineConfig
  port?: number
  rooms?: GatewayOptions['rooms']
  connections?: GatewayOptions['connections']
  /** How far its clock is ahead, ms. */
  skew?: number
}

export interface Figures {
  rss: number
  heap: number
  /** Bytes that its sockets have not sent yet, the fullest one's; and how many are over the mark where nothing more is given. */
  buffered: { most: number; full: number }
  connections: number
}

export const FAULT_KEY = { kid: 'k1', secret: 'a secret for faults, 32 chars long' }

/** Unsent bytes above which a gateway's socket gets nothing more, as a gateway is set up by itself. */
export const HIGH_WATER = 64 * 1024

/** For bare clients, which say nothing by themselves, ms. */
export const NO_HEARTBEAT = { heartbeat: 600_000 }

/** No limit of pace: for faults that are about something else. */
export const UNHURRIED = {
  commands: { burst: 100_000, perSecond: 100_000 },
  frames: { burst: 100_000, perSecond: 100_000 },
}
