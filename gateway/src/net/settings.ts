export interface ConnectionSettings {
  /** The client pings at least this often, ms; silence of 2.5 times this drops it. Default 10,000. */
  heartbeat: number
  /** The first frame must come within this, ms. Default 5,000. */
  loginTimeout: number
  /** Commands and questions: burst and per second. Default 20 and 10; beyond it: `rate-limited` with a wait. */
  commands: { burst: number; perSecond: number }
  /** Frames of any kind: burst and per second. Default 120 and 60; beyond it the connection is closed. */
  frames: { burst: number; perSecond: number }
  /** Unsent bytes above which a socket gets nothing more until it has drained. Default 65,536. */
  highWater: number
  /** Connections of this gateway. Default 20,000. */
  maxConnections: number
}

export const CONNECTION_DEFAULTS: ConnectionSettings = {
  heartbeat: 10_000,
  loginTimeout: 5_000,
  commands: { burst: 20, perSecond: 10 },
  frames: { burst: 120, perSecond: 60 },
  highWater: 64 * 1024,
  maxConnections: 20_000,
}
