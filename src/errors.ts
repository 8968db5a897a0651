/**
 * Every error of the kit is a {@link LiveError} with a `reason` out of one closed table, so that a UI can switch on it
 * exhaustively, and a stable number that support can search for. Causes and remedies in zh and en: docs/errors.md.
 */

/** The same call does not succeed before the person or the developer does something. */
const LASTING = {
  // 1xxx: the calling code
  'invalid-argument': 1001,
  'invalid-state': 1002,
  'unknown-provider': 1003,
  unsupported: 1004,
  'missing-attribute': 1005,
  // 2xxx: the session
  'token-invalid': 2101,
  'token-expired': 2102,
  forbidden: 2103,
  'unknown-role': 2104,
  kicked: 2108,
  banned: 2109,
  replaced: 2110,
  'room-closed': 2111,
  protocol: 2112,
  'too-large': 2113,
  muted: 2114,
  'user-not-found': 2115,
  // 4xxx: the phone
  'camera-denied': 4001,
  'microphone-denied': 4002,
  'no-live-permission': 4003,
  'renderer-failed': 4004,
  'privacy-refused': 4007,
  // 5xxx: mic-link
  'link-not-found': 5001,
  'link-pending': 5002,
  'not-linked': 5004,
} as const

/** The same call may succeed later without anybody doing something. */
const PASSING = {
  network: 2001,
  timeout: 2002,
  'room-full': 2105,
  busy: 2106,
  'rate-limited': 2107,
  // 3xxx: streams
  'stream-not-found': 3001,
  'stream-in-use': 3002,
  'publish-failed': 3003,
  'play-failed': 3004,
  'device-failed': 4005,
  interrupted: 4006,
  'seats-full': 5003,
  'seat-unavailable': 5005,
} as const

const CODES = { ...LASTING, ...PASSING }

/** The closed union of reasons; `switch` on it exhaustively. */
export type ErrorReason = keyof typeof CODES

/** What an error knows beside reason and message. */
export interface LiveErrorOptions {
  /** What lies below: a native event detail, a vendor's error, a close frame. Kept, never shown to a person. */
  cause?: unknown
  /** Milliseconds to wait before the same call may succeed (rate limits, busy servers). */
  waitMs?: number
  /** When it stops being so, ms since 1970 by the server's clock (`banned`). */
  until?: number
  /** Name of the attribute, argument or call the error is about. */
  subject?: string
}

// `cause` is part of Error from lib ES2022 on, and not before; merged in, it type-checks under both.
/** See the class. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface LiveError {
  /** What lies below: a native event detail, a vendor's error, a close frame. */
  cause?: unknown
}

/** An error of the kit. Build it with `LiveError.of`. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class LiveError extends Error {
  /** Always `LiveError`, also where two copies of the kit make `instanceof` fail. */
  override readonly name = 'LiveError'
  /** Stable number, listed in docs/errors.md. */
  readonly code: number
  /** Whether the same call may succeed later without anybody doing something. */
  readonly recoverable: boolean
  /** Milliseconds to wait before the same call may succeed. */
  readonly waitMs?: number
  /** When it stops being so, ms since 1970 by the server's clock; a ban without it is for good. */
  readonly until?: number
  /** Name of the attribute, argument or call the error is about. */
  readonly subject?: string

  private constructor(
    /** Out of the closed table; UI switches on it. */
    readonly reason: ErrorReason,
    message: string,
    options: LiveErrorOptions,
  ) {
    super(message)
    this.code = CODES[reason]
    this.recoverable = reason in PASSING
    Object.assign(this, options)
  }

  /**
   * Makes one.
   * @param message English, for developers: what happened and what to do.
   * @example throw LiveError.of('invalid-state', 'room.link.request: join a room first')
   */
  static of(reason: ErrorReason, message: string, options: LiveErrorOptions = {}): LiveError {
    return new LiveError(reason, message, options)
  }

  /** Turns anything thrown into a LiveError and leaves LiveErrors as they are. */
  static from(thrown: unknown, reason: ErrorReason, message: string): LiveError {
    return thrown instanceof LiveError ? thrown : new LiveError(reason, message, { cause: thrown })
  }

  /** All reasons with their codes, by code; the docs page and its test read it. */
  static get table(): ReadonlyArray<{ reason: ErrorReason; code: number; recoverable: boolean }> {
    const reasons = Object.keys(CODES) as ErrorReason[]
    return reasons.sort((one, other) => CODES[one] - CODES[other]).map((reason) => LiveError.of(reason, ''))
  }
}

/**
 * Checks one argument of a public call.
 * @param rule what the argument has to be, as the end of the sentence "... has to be"
 * @throws LiveError `invalid-argument`, naming call, argument (also its `subject`) and rule, unless `holds`
 * @example demand(typeof text === 'string', 'room.messages.chat', 'text', 'a string')
 */
export function demand(holds: unknown, call: string, subject: string, rule: string): asserts holds {
  if (!holds) throw LiveError.of('invalid-argument', `${call}: ${subject} has to be ${rule}`, { subject })
}
