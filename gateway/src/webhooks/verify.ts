/** For backends in Node: is this webhook from our gateway, and what does it say? */
import type { WebhookBatch } from './types'
import { signedBy } from './sign'

export { SIGNATURE_HEADER } from './sign'

/** A webhook that must not be believed; answer 400 and do nothing. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'

  constructor(
    readonly reason: 'unsigned' | 'signature' | 'stale' | 'malformed',
    message: string,
  ) {
    super(message)
  }
}

export interface VerifyOptions {
  /** How old, or how far ahead of this clock, a webhook may be, seconds. Default 300. */
  tolerance?: number
  /** This machine's time, ms. Default now. */
  now?: number
}

const MALFORMED = 'the body is no webhook of lianmai; pass the raw body as it arrived, not parsed and written again'

function readHeader(header: string): { t: number; signatures: string[] } {
  const parts = header.split(',').map((part) => part.trim().split('='))
  const t = parts.find(([name]) => name === 't')?.[1] ?? ''
  const signatures = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []))
  if (/^\d{1,12}$/.test(t) && signatures.length > 0) return { t: Number(t), signatures }
  throw new WebhookError('unsigned', 'the signature header must be t=<seconds>,v1=<hex>')
}

function readBatch(body: string): WebhookBatch {
  let batch: unknown
  try {
    batch = JSON.parse(body)
  } catch (cause) {
    throw new WebhookError('malformed', `${MALFORMED}: ${String(cause)}`)
  }
  const { events } = (batch ?? {}) as Partial<WebhookBatch>
  if (!Array.isArray(events)) throw new WebhookError('malformed', MALFORMED)
  return batch as WebhookBatch
}

/**
 * Checks a webhook's signature and age and reads it. Events come at least once: drop those whose `id` you have seen.
 * @param body the raw body, exactly as it arrived
 * @param header the header `x-lianmai-signature`, as `request.headers[SIGNATURE_HEADER]` has it
 * @param secret the endpoint's secret; several while one replaces the other
 * @throws WebhookError that says why it must not be believed
 */
export function verifyWebhook(
  body: string | Uint8Array,
  header: string | readonly string[] | undefined,
  secret: string | readonly string[],
  { tolerance = 300, now = Date.now() }: VerifyOptions = {},
): WebhookBatch {
  if (typeof header !== 'string') throw new WebhookError('unsigned', 'the request has no signature header, or two')
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (secrets.length === 0 || secrets.includes('')) throw new TypeError("verifyWebhook: give the endpoint's secret")
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const { t, signatures } = readHeader(header)
  if (!signedBy(secrets, t, text, signatures)) {
    throw new WebhookError('signature', 'the signature is not by this secret, or the body was changed on the way')
  }
  if (Math.abs(now / 1000 - t) > tolerance) {
    throw new WebhookError(
      'stale',
      `the webhook was signed ${Math.round(now / 1000 - t)} s ago: a copy, or a clock is wrong`,
    )
  }
  return readBatch(text)
}
