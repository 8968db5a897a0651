/**
 * Every error of the kit is a {@link LiveError} with a `reason` out of one closed table, so that a UI can switch on it
 * exhaustively, and a stable number that support can search for. Causes and remedies in zh and en: docs/errors.md.
 */

/** reason -> [code, can the same call succeed later without the person or the developer doing something?] */
const TABLE = {
  // 1xxx: the calling code
  'invalid-argument': [1001, false],
  'invalid-state': [1002, false],
  'unknown-provider': [1003, false],
  unsupported: [1004, false],
  'missing-attribute': [1005, false],
  // 2xxx: the session
  network: [2001, true],
  timeout: [2002, true],
  'token-invalid': [2101, false],
  'token-expired': [2102, false],
  forbidden: [2103, false],
  'unknown-role': [2104, false],
  'room-full': [2105, true],
  busy: [2106, true],
  'rate-limited': [2107, true],
  kicked: [2108, false],
  banned: [2109, false],
  replaced: [2110, false],
  'room-closed': [2111, false],
  protocol: [2112, false],
  'too-large': [2113, false],
  muted: [2114, false],
  // 3xxx: streams
  'stream-not-found': [3001, true],
  'stream-in-use': [3002, true],
  'publish-failed': [3003, true],
  'play-failed': [3004, true],
  // 4xxx: the phone
  'camera-denied': [4001, false],
  'microphone-denied': [4002, false],
  'no-live-permission': [4003, false],
  'renderer-failed': [4004, false],
  'device-failed': [4005, true],
  interrupted: [4006, true],
  // 5xxx: mic-link
  'link-not-found': [5001, false],
  'link-pending': [5002, false],
  'seats-full': [5003, true],
  'not-linked': [5004, false],
  'seat-unavailable': [5005, true],
} as const satisfies Record<string, readonly [number, boolean]>

/** The closed union of reasons; `switch` on it exhaustively. */
export type ErrorReason = keyof typeof TABLE

export interface LiveErrorOptions {
  /** What lies below: a native event detail, a vendor's error, a close frame. Kept, never shown to a person. */
  cause?: unknown
  /** Milliseconds to wait before the same call may succeed (rate limits, busy servers). */
  waitMs?: number
  /** Name of the attribute, argument or call the error is about. */
  subject?: string
}

// `cause` is part of Error from lib ES2022 on, and not before; merged in, it type-checks under both.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface LiveError {
  /** What lies below: a native event detail, a vendor's error, a close frame. */
  cause?: unknown
}

/** An error of the kit. Build it with {@link LiveError.of}. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class LiveError extends Error {
  override readonly name = 'LiveError'
  /** Stable number, listed in docs/errors.md. */
  readonly code: number
  /** Whether the same call may succeed later without anybody doing something. */
  readonly recoverable: boolean
  readonly waitMs?: number
  readonly subject?: string

  private constructor(
    readonly reason: ErrorReason,
    message: string,
    options: LiveErrorOptions,
  ) {
    super(message)
    const row = TABLE[reason]
    this.code = row[0]
    this.recoverable = row[1]
    if (options.waitMs !== undefined) this.waitMs = options.waitMs
    if (options.subject !== undefined) this.subject = options.subject
    if (options.cause !== undefined) this.cause = options.cause
  }

  /**
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

  /** All reasons with their codes, in table order; the docs page and its test read it. */
  static get table(): ReadonlyArray<{ reason: ErrorReason; code: number; recoverable: boolean }> {
    return (Object.keys(TABLE) as ErrorReason[]).map((reason) => ({
      reason,
      code: TABLE[reason][0],
      recoverable: TABLE[reason][1],
    }))
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
