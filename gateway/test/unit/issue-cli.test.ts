import { KeyRing, parseKey } from '../../src/auth/keys'
import { UrlSigner } from '../../src/auth/media-url'
import { sign } from '../../src/auth/sign-url'
import { verifyToken } from '../../src/auth/token'
import { COMMANDS } from '../../src/cli/index'
import type { CommandContext, Outcome } from '../../src/cli/command'

const KEY = { kid: 'k1', secret: 'first secret of thirty-two chars!' }
const NOW = 1_700_000_000

function run(line: string[], more: Partial<CommandContext> = {}): Outcome {
  const [word = '', ...args] = line
  const outcome = COMMANDS[word]?.(args, { env: {}, nowMs: NOW * 1000, readKeys: () => [KEY], ...more })
  if (!outcome) throw new Error(`there is no command ${word}`)
  return outcome
}

const claims = (outcome: Outcome): unknown => verifyToken(outcome.stdout.trim(), new KeyRing([KEY]), NOW * 1000)

describe('token', () => {
  const ANN = ['token', '--user', 'ann', '--room', 'demo']

  test('for the audience, for an hour, unless it says otherwise', () => {
    const outcome = run(ANN)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    const expected = { sub: 'ann', role: 'audience', rooms: ['demo'], iat: NOW, exp: NOW + 3600 }
    expect(claims(outcome)).toEqual({ ok: true, claims: expected })
  })

  test('with everything', () => {
    const more = ['--room', 'other', '--role', 'anchor', '--name', '安 Ann', '--ttl', '7200', '--may', 'chat, link']
    const expected = {
      role: 'anchor',
      rooms: ['demo', 'other'],
      name: '安 Ann',
      exp: NOW + 7200,
      may: ['chat', 'link'],
    }
    expect(claims(run([...ANN, ...more]))).toMatchObject({ ok: true, claims: expected })
    expect(claims(run([...ANN, '--may', '']))).toMatchObject({ ok: true, claims: { may: [] } })
  })

  test('with the key that the gateway would sign with', () => {
    const asked: string[][] = []
    const readKeys = (args: readonly string[]) => [(asked.push([...args]), KEY), { kid: 'old', secret: 'x'.repeat(32) }]
    const outcome = run([...ANN, '--key', 'k1:secret', '--config', 'gateway.json'], { readKeys })
    expect([asked, claims(outcome)]).toMatchObject([[['--key', 'k1:secret', '--config', 'gateway.json']], { ok: true }])
  })

  test.each<[string, string[], RegExp]>([
    ['nobody', ['token', '--room', 'demo'], /--user is missing/],
    ['an empty user', ['token', '--user', '', '--room', 'demo'], /--user is missing/],
    ['no room', ['token', '--user', 'ann'], /--room is missing/],
    ['a user that is none', ['token', '--user', 'a b', '--room', 'demo'], /claim sub must be a user id/],
    ['a role nobody knows', [...ANN, '--role', 'king'], /role must be one of anchor, speaker/],
    ['a right nobody has', [...ANN, '--may', 'fly'], /some of publish, chat, link/],
    ['a life too long', [...ANN, '--ttl', '7201'], /more than two hours ahead/],
    ['a life in minutes', [...ANN, '--ttl', '5m'], /--ttl must be a whole number of seconds, not "5m"/],
    ['an option nobody knows', [...ANN, '--rol', 'anchor'], /Unknown option '--rol'\n/],
    ['a word too much', [...ANN, 'anchor'], /"anchor" was not expected/],
  ])('%s: what to do, and how it is used', (_, line, message) => {
    const { code, stdout, stderr } = run(line)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).toContain('Usage: lianmai-gateway token --user <id> --room <id> [options]\n')
  })

  test('without a key', () => {
    expect(run(ANN, { readKeys: () => [] }).stderr).toContain('give one in LIANMAI_KEY, with --key or --config')
  })
})

describe('key', () => {
  test('is one that the gateway takes, and another each time', () => {
    const [one, two] = [run(['key']).stdout, run(['key']).stdout]
    expect(one).toMatch(/^k20231114:[\w-]{43}\n$/)
    expect(parseKey(one.trim()).kid).toBe('k20231114')
    expect(one).not.toBe(two)
    expect(run(['key', '--kid', 'blue']).stdout).toMatch(/^blue:/)
  })

  test('with an id that is none', () => {
    expect(run(['key', '--kid', 'a b'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/must be 1-48 letters/) as string,
    })
  })
})

describe('sign-url', () => {
  const DOOR = 'rtmp://live.example.com/live/demo~door~ext'

  test('gives an address that the gateway accepts', () => {
    const { stdout } = run(['sign-url', DOOR, '--action', 'publish', '--ttl', '60'])
    const signer = new UrlSigner(new KeyRing([KEY]))
    const verify = (now: number) =>
      signer.verify('publish', 'demo~door~ext', new URL(stdout.trim()).searchParams, now * 1000)
    expect([verify(NOW), verify(NOW + 60)]).toEqual(['ok', 'token-expired'])
  })

  test("takes a CDN's key from the environment alone", () => {
    const line = ['sign-url', 'rtmp://push.example.com/live/ann', '--scheme', 'tencent', '--validity', '600']
    const key = 'e12c46f2612d5106e2034781ab261ca3'
    const readKeys = () => {
      throw new Error('keys of the gateway were read')
    }
    const { stdout } = run(line, { env: { LIANMAI_CDN_KEY: key }, readKeys })
    expect(stdout.trim()).toBe(sign(line[1] as string, 'tencent', key, NOW + 3000, { nowMs: NOW * 1000 }))
    expect(run(line, { readKeys })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/into LIANMAI_CDN_KEY/) as string,
    })
  })

  test.each<[string, string[], RegExp]>([
    ['no address', ['sign-url'], /give one address to sign/],
    ['two addresses', ['sign-url', DOOR, DOOR], /give one address to sign/],
    ['no stream', ['sign-url', 'rtmp://a/live'], /names no stream/],
    ['a scheme nobody knows', ['sign-url', DOOR, '--scheme', 'akamai'], /use one of lianmai, tencent/],
    ['an action nobody knows', ['sign-url', DOOR, '--action', 'watch'], /publish or play/],
    ['no time', ['sign-url', DOOR, '--ttl', '0'], /in the past/],
  ])('%s: what to do', (_, line, message) => {
    expect(run(line)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as string })
  })
})

test.each(Object.keys(COMMANDS))('%s --help shows its usage first, in lines that fit', (word) => {
  const { code, stdout } = run([word, '--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`^lianmai-gateway ${word}`))
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
})
