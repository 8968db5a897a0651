import { createHmac, randomBytes } from 'node:crypto'
import { ID_PATTERN } from '../wire'

/** A signing key: `kid` goes into every token's header, so that two keys can be live while one replaces the other. */
export interface Key {
  kid: string
  /** At least 32 characters; used as UTF-8 bytes. */
  secret: string
}

/** Shortest secret accepted: HS256 wants as many bytes as its hash has (RFC 7518, 3.2). */
export const MIN_SECRET = 32

/** @throws TypeError that says what is wrong with the key, without repeating the secret. */
export function checkKey(key: Key): Key {
  if (!ID_PATTERN.test(key.kid)) throw new TypeError(`key id "${key.kid}" must be 1-48 letters, digits, "_" or "-"`)
  if (key.secret.length < MIN_SECRET) {
    throw new TypeError(`the secret of key "${key.kid}" must have at least ${MIN_SECRET} characters`)
  }
  return key
}

/** Parses `kid:secret` as the command line and the environment give it. */
export function parseKey(text: string): Key {
  const colon = text.indexOf(':')
  if (colon < 1) throw new TypeError('a key is written kid:secret, e.g. k1:<at least 32 characters>')
  return checkKey({ kid: text.slice(0, colon), secret: text.slice(colon + 1) })
}

/** A key nobody else has, for `--dev`. */
export function randomKey(): Key {
  return { kid: 'dev', secret: randomBytes(32).toString('base64url') }
}

/** The live keys: the first signs, all verify. */
export class KeyRing {
  readonly primary: Key
  private readonly byKid = new Map<string, Key>()

  constructor(keys: readonly Key[]) {
    const [primary] = keys
    if (!primary) throw new TypeError('createGateway: give at least one key, or dev: true for a random one')
    this.primary = primary
    for (const key of keys) {
      if (this.byKid.has(key.kid)) throw new TypeError(`key id "${key.kid}" is given twice; every key needs its own id`)
      this.byKid.set(checkKey(key).kid, key)
    }
  }

  get(kid: string): Key | undefined {
    return this.byKid.get(kid)
  }

  /** Secrets for media URLs, newest first. Derived, so that a URL's signature can never pass as a token's or vice versa. */
  urlSecrets(): Buffer[] {
    return Array.from(this.byKid.values(), (key) =>
      createHmac('sha256', key.secret).update('lianmai media url').digest(),
    )
  }
}
