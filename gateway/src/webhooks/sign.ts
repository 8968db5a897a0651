/** `x-lianmai-signature`: who sent a webhook, and when, so that neither a stranger nor an old copy passes for one. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Header that carries the signature: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`. */
export const SIGNATURE_HEADER = 'x-lianmai-signature'

function digest(secret: string, t: number, body: string): string {
  return createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
}

/** @param nowMs server time, ms */
export function signWebhook(secret: string, body: string, nowMs: number): string {
  const t = Math.floor(nowMs / 1000)
  return `t=${t},v1=${digest(secret, t, body)}`
}

function same(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

/** Whether one of the signatures is by one of the secrets. Every pair is compared: time tells nothing about them. */
export function signedBy(secrets: readonly string[], t: number, body: string, signatures: readonly string[]): boolean {
  const expected = secrets.map((secret) => digest(secret, t, body))
  const hits = expected.flatMap((one) => signatures.map((given) => same(given, one)))
  return hits.includes(true)
}
