import { z } from 'zod'
import { WEBHOOK_TYPES, type WebhookType } from './types'

/** Messages are opt-in: there are many, and they are people's words. */
export const DEFAULT_TYPES: readonly WebhookType[] = WEBHOOK_TYPES.filter((type) => type !== 'message')

const SECRET = 'must have at least 32 characters; make one: openssl rand -base64 32'

function isHttp(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username } = new URL(text)
  return /^https?:$/.test(protocol) && username === ''
}

/** One endpoint of the customer's backend. */
export const webhookEndpoint = z.strictObject({
  /** Where batches are POSTed to. Redirects are not followed. */
  url: z.string().refine(isHttp, 'must be an address like https://api.example.com/lianmai, without a password in it'),
  /** Signs every batch; at least 32 characters. */
  secret: z.string().min(32, SECRET),
  /** What it is told of. Default: all but `message`. */
  events: z
    .array(z.enum(WEBHOOK_TYPES))
    .min(1)
    .default([...DEFAULT_TYPES]),
})

export const webhookSettings = z.strictObject({
  /** Events collected before a batch leaves, ms. Default 100. */
  delay: z.int().min(0).default(100),
  /** Events of one POST, at most. Default 100. */
  batch: z.int().min(1).max(1_000).default(100),
  /** An answer must come within this, ms. Default 5,000. */
  timeout: z.int().min(1).default(5_000),
  /** First wait after a failure, ms; doubles up to {@link maxDelay}. Default 1,000. */
  minDelay: z.int().min(1).default(1_000),
  maxDelay: z.int().min(1).default(60_000),
  /** A batch that nobody took for this long is given up, ms. Default 900,000. */
  giveUp: z.int().min(0).default(900_000),
  /** Events that wait for one endpoint; beyond it the oldest are given up. Default 10,000. */
  queue: z.int().min(1).default(10_000),
  /** Failures in a row after which the endpoint counts as down, and is tried once every `maxDelay`. Default 5. */
  breaker: z.int().min(1).default(5),
  /** How long a gateway that stops goes on delivering, ms. Default 5,000. */
  flush: z.int().min(0).default(5_000),
})

export const webhookOptions = z.strictObject({
  endpoints: z.array(webhookEndpoint).max(16).default([]),
  ...webhookSettings.shape,
})

export type WebhookEndpoint = z.output<typeof webhookEndpoint>
export type WebhookSettings = z.output<typeof webhookSettings>
export type WebhookOptions = z.input<typeof webhookOptions>
export type ResolvedWebhooks = z.output<typeof webhookOptions>
