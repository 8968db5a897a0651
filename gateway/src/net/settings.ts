import type { OptionsOutput } from '../config/schema'

/** Pace and bounds of room sockets; see docs/operations.md for each. */
export type ConnectionSettings = OptionsOutput['connections']
