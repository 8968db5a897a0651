/** Signs push and play addresses: ours (our relay, SRS, nginx-rtmp) and those of Tencent's and Alibaba's CDNs. Pure. */
import { createHash, randomUUID } from 'node:crypto'
import { MIN_SECRET, urlSecret } from './keys'
import { parseMediaName, UrlSigner, type MediaAction } from './media-url'

interface Signing {
  url: URL
  key: string
  /** Seconds since 1970. */
  exp: number
  action: MediaAction
  rand: string
}

interface Scheme {
  /** Shortest key accepted, characters. */
  minKey: number
  sign(signing: Signing): void
}

/** What these CDNs compute. Nothing of ours may use it. */
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const hex = (seconds: number): string => seconds.toString(16).toUpperCase()

function addQuery(url: URL, query: string): void {
  url.search = url.search ? `${url.search}&${query}` : query
}

/** `/app/stream`, without what an address of another format ends in. */
function streamOf(url: URL): string {
  const [, stream = ''] = /^\/.+\/([^/%]+?)(?:\.(?:flv|m3u8))?$/.exec(url.pathname) ?? []
  if (stream === '')
    throw new TypeError(`sign: "${bare(url)}" names no stream; write <protocol>://<host>/<app>/<stream>`)
  return stream
}

/** YYYYMMDDHHMM in China's time, which type B counts in wherever its servers stand. */
function minuteInChina(seconds: number): string {
  const iso = new Date((seconds + 8 * 3600) * 1000).toISOString()
  return iso.slice(0, 16).replace(/\D/g, '')
}

const SCHEMES = {
  lianmai: {
    minKey: MIN_SECRET,
    sign({ url, key, exp, action }) {
      const stream = streamOf(url)
      if (!parseMediaName(stream))
        throw new TypeError(
          `sign: streams of a gateway are named <room>~<user>~ext, e.g. demo~door~ext, not "${stream}"`,
        )
      const signer = new UrlSigner({ urlSecrets: () => [urlSecret({ secret: key })] })
      addQuery(url, signer.sign(action, stream, exp * 1000))
    },
  },
  tencent: {
    minKey: 16,
    sign({ url, key, exp }) {
      addQuery(url, `txSecret=${md5(`${key}${streamOf(url)}${hex(exp)}`)}&txTime=${hex(exp)}`)
    },
  },
  'aliyun-a': {
    minKey: 16,
    sign({ url, key, exp, rand }) {
      addQuery(url, `auth_key=${exp}-${rand}-0-${md5(`${url.pathname}-${exp}-${rand}-0-${key}`)}`)
    },
  },
  'aliyun-b': {
    minKey: 16,
    sign({ url, key, exp }) {
      const time = minuteInChina(exp)
      url.pathname = `/${time}/${md5(`${key}${time}${url.pathname}`)}${url.pathname}`
    },
  },
  'aliyun-c': {
    minKey: 16,
    sign({ url, key, exp }) {
      const time = hex(exp)
      url.pathname = `/${md5(`${key}${url.pathname}${time}`)}/${time}${url.pathname}`
    },
  },
} satisfies Record<string, Scheme>

/**
 * - `lianmai`: HMAC-SHA256; checked by our relay, and by the gateway when SRS or nginx-rtmp ask it.
 * - `tencent`: CSS, `txSecret` and `txTime` (cloud.tencent.com/document/product/267/32735).
 * - `aliyun-a`, `aliyun-b`, `aliyun-c`: CDN and ApsaraVideo Live, types A, B and C (help.aliyun.com/document_detail/85113 to 85115).
 */
export type UrlScheme = keyof typeof SCHEMES
export const URL_SCHEMES = Object.keys(SCHEMES) as UrlScheme[]

export interface SignOptions {
  /** What a `lianmai` address is good for; `play` unless said. CDNs tell the two apart by host. */
  action?: MediaAction | undefined
  /**
   * Seconds that the CDN itself adds to the time in the address, as its console says ("validity"); taken off, so that the
   * address ends at `exp`. 0 unless said.
   */
  validity?: number | undefined
  /** Random part of `aliyun-a`, without "-"; a fresh UUID unless said. */
  rand?: string | undefined
  /** Now, ms. */
  nowMs?: number | undefined
}

/** Without its query: what an error may repeat. */
function bare({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.host) throw new TypeError('sign: the address must be a whole one, like rtmp://push.example.com/live/stream')
  if (url.username || url.password || url.hash)
    throw new TypeError('sign: the address must have neither a user name, nor a password, nor a "#"')
  if (!/^(\/[^/]+)+$/.test(url.pathname))
    throw new TypeError(`sign: "${bare(url)}" names no stream; write <protocol>://<host>/<app>/<stream>`)
  return url
}

function checkTimes(exp: number, validity: number, nowMs: number): void {
  if (!Number.isSafeInteger(exp) || !Number.isSafeInteger(validity) || validity < 0)
    throw new TypeError('sign: exp and validity must be whole seconds')
  if (exp * 1000 <= nowMs) throw new TypeError(`sign: exp is ${Math.round(nowMs / 1000 - exp)} s in the past`)
  // Far beyond any address's life, and still ten digits in decimal: most likely milliseconds.
  if (exp > 9_999_999_999) throw new TypeError('sign: exp must be in seconds since 1970, not milliseconds')
}

/**
 * @param url the address without a signature: `rtmp://host/app/stream`, `https://host/app/stream.flv`
 * @param key the secret: of our key (without its `kid`), or of the CDN's domain
 * @param exp when it may be used to connect for the last time, seconds since 1970
 * @returns the address with its signature
 * @throws TypeError that says what to do, without the key
 */
export function sign(url: string, scheme: UrlScheme, key: string, exp: number, options: SignOptions = {}): string {
  if (!Object.hasOwn(SCHEMES, scheme))
    throw new TypeError(`sign: unknown scheme "${String(scheme)}"; use one of ${URL_SCHEMES.join(', ')}`)
  const row: Scheme = SCHEMES[scheme]
  const { action = 'play', validity = 0, rand = randomUUID().replaceAll('-', ''), nowMs = Date.now() } = options
  const target = readUrl(url)
  if (typeof key !== 'string' || key.length < row.minKey)
    throw new TypeError(`sign: a key for ${scheme} has at least ${row.minKey} characters; make a longer one`)
  if (action !== 'play' && action !== 'publish') throw new TypeError('sign: action must be publish or play')
  if (!/^[A-Za-z0-9]+$/.test(rand)) throw new TypeError('sign: rand must be letters and digits')
  checkTimes(exp, validity, nowMs)
  row.sign({ url: target, key, exp: exp - validity, action, rand })
  return target.href
}
