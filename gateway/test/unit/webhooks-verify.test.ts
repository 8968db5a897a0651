import { signWebhook } from '../../src/webhooks/sign'
import { SIGNATURE_HEADER, verifyWebhook, WebhookError } from '../../src/webhooks/verify'

const SECRET = 'a secret for webhooks, 32 letters'
const NOW = 1_800_000_000_000
const BODY = JSON.stringify({ events: [{ id: 'r.e.1', type: 'room.emptied', room: 'r', at: NOW, data: {} }] })
const header = (secret = SECRET, body = BODY, now = NOW) => signWebhook(secret, body, now)

function reasonOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof WebhookError ? error.reason : String(error)
  }
  return 'believed'
}

const check = (body: string, signature: string | undefined, now = NOW) =>
  reasonOf(() => verifyWebhook(body, signature, SECRET, { now }))

test('the header is as documented: seconds, and hex of HMAC-SHA256 over "t.body"', () => {
  // By openssl: printf '1800000000.{}' | openssl dgst -sha256 -hmac key
  expect(signWebhook('key', '{}', 1_800_000_000_999)).toBe(
    't=1800000000,v1=7321475872b03ff21bdc2dfd86ea2d99ec29c479fbe4a77aa6acf4509505493f',
  )
  expect(SIGNATURE_HEADER).toBe('x-lianmai-signature')
})

test('what was signed is read, also from bytes', () => {
  expect(verifyWebhook(BODY, header(), SECRET, { now: NOW }).events[0]?.id).toBe('r.e.1')
  expect(verifyWebhook(Buffer.from(BODY), header(), SECRET, { now: NOW }).events).toHaveLength(1)
})

test('while secrets change, either is good; of two signatures one has to be', () => {
  const both = `${header('another secret of the same length')},${header().split(',')[1]}`
  expect(verifyWebhook(BODY, header(), ['the one after this, also 32 long', SECRET], { now: NOW }).events).toHaveLength(
    1,
  )
  expect(verifyWebhook(BODY, both, SECRET, { now: NOW }).events).toHaveLength(1)
})

test.each([
  ['another body', () => check(BODY.replace('r.e.1', 'r.e.2'), header()), 'signature'],
  ['another secret', () => check(BODY, header('another secret of the same length')), 'signature'],
  ['a time that was moved', () => check(BODY, header().replace('t=1', 't=2')), 'signature'],
  ['a short signature', () => check(BODY, header().slice(0, -2)), 'signature'],
  ['too old', () => check(BODY, header(), NOW + 301_000), 'stale'],
  ['from the future', () => check(BODY, header(), NOW - 301_000), 'stale'],
  ['old, and within the bound', () => check(BODY, header(), NOW + 299_000), 'believed'],
  ['no header', () => check(BODY, undefined), 'unsigned'],
  ['no signature in it', () => check(BODY, 't=1800000000'), 'unsigned'],
  ['no time in it', () => check(BODY, 'v1=00'), 'unsigned'],
  ['no JSON', () => check('hello', header(SECRET, 'hello')), 'malformed'],
  ['no events', () => check('{}', header(SECRET, '{}')), 'malformed'],
  ['nothing', () => check('null', header(SECRET, 'null')), 'malformed'],
])('%s: %#', (_what, run, reason) => {
  expect(run()).toBe(reason)
})

test('an empty secret is a mistake of the program, not of the sender', () => {
  expect(() => verifyWebhook(BODY, header(), '')).toThrow(TypeError)
  expect(() => verifyWebhook(BODY, header(), [])).toThrow(TypeError)
})
