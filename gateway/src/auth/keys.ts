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
  if (typeof key.kid !== 'string' || !ID_PATTERN.test(key.kid))
    throw new TypeError(`key id "${key.kid}" must be 1-48 letters, digits, "_" or "-"`)
  if (typeof key.secret !== 'string' || key.secret.length < MIN_SECRET) {
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

/** A key nobody else has. `dev`, the default, is what `--dev` starts with. */
export function randomKey(kid = 'dev'): Key {
  return checkKey({ kid, secret: randomBytes(32).toString('base64url') })
}

/**
 * The live keys: the first signs, all verify. One ring is shared by everything that checks, and its contents are replaced
 * while it runs; a key that is left out stops verifying at once.
 */
export class KeyRing {
  private live: readonly Key[]
  private byKid: ReadonlyMap<string, Key>
  private secrets: readonly Buffer[]

  /** @throws TypeError when there is no key, a key is bad or a key id is given twice */
  constructor(keys: readonly Key[]) {
    this.live = checkKeys(keys)
    this.byKid = index(this.live)
    this.secrets = this.live.map(urlSecret)
  }

  /** The key that signs. */
  get primary(): Key {
    return this.live[0] as Key
  }

  /** Ids of the live keys, in their order: what a log line may say. */
  get kids(): string[] {
    return this.live.map((key) => key.kid)
  }

  /**
   * Takes these keys in place of the old ones, all or none: the old ones stay when it throws.
   * @throws TypeError as the constructor does
   */
  replace(keys: readonly Key[]): void {
    this.live = checkKeys(keys)
    this.byKid = index(this.live)
    this.secrets = this.live.map(urlSecret)
  }

  get(kid: string): Key | undefined {
    return this.byKid.get(kid)
  }

  /** Secrets for media URLs, in the keys' order. */
  urlSecrets(): readonly Buffer[] {
    return this.secrets
  }
}

/** Derived, so that a URL's signature can never pass as a token's or vice versa. */
export function urlSecret(key: Pick<Key, 'secret'>): Buffer {
  return createHmac('sha256', key.secret).update('lianmai media url').digest()
}

function checkKeys(keys: readonly Key[]): Key[] {
  if (keys.length === 0) throw new TypeError('createGateway: give at least one key, or dev: true for a random one')
  const kids = new Set<string>()
  return keys.map((key) => {
    if (kids.has(key.kid)) throw new TypeError(`key id "${key.kid}" is given twice; every key needs its own id`)
    kids.add(key.kid)
    return { ...checkKey(key) }
  })
}

function index(keys: readonly Key[]): ReadonlyMap<string, Key> {
  return new Map(keys.map((key) => [key.kid, key]))
}
