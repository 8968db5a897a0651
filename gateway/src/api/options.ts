import { z } from 'zod'

const KEY = 'must have at least 32 characters, without blanks; make one: openssl rand -hex 32'

export const apiOptions = z.strictObject({
  /** Static keys of the customer's backend, beside tokens with the claim `api`; several while one replaces the other. */
  keys: z
    .array(z.string().regex(/^[\x21-\x7e]{32,256}$/, KEY))
    .max(16)
    .default([]),
  /** Requests of one key, or of all tokens of one signing key, at once and per second. Default 200 and 100. */
  burst: z.int().min(1).default(200),
  perSecond: z.int().min(1).default(100),
})

export type ApiOptions = z.output<typeof apiOptions>
