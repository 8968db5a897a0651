/** What an operator says of media servers. */
import { z } from 'zod'
import { URL_SCHEMES, type UrlScheme } from '../auth/sign-url'
import { MAX_BASE, MEDIA_APP } from '../auth/media-url'
import { ID_PATTERN } from '../wire'

/** Room that a template leaves for names and signatures: long RTMP addresses fail on iOS. */
const MAX_TEMPLATE = MAX_BASE + 32

const CDN_SCHEMES = URL_SCHEMES.filter((scheme): scheme is Exclude<UrlScheme, 'lianmai'> => scheme !== 'lianmai')

function isBase(protocols: RegExp): (text: string) => boolean {
  return (text) => {
    if (!URL.canParse(text) || text.length > MAX_BASE) return false
    const { protocol, pathname, search, hash, username } = new URL(text)
    return protocols.test(protocol) && /^\/?$/.test(pathname) && !search && !hash && !username
  }
}

function base(protocols: RegExp, example: string): z.ZodType<string> {
  const what = `must be an address like ${example}: no path, at most ${MAX_BASE} characters`
  return z
    .string()
    .refine(isBase(protocols), what)
    .transform((text) => text.replace(/\/$/, '')) as z.ZodType<string>
}

const rtmpBase = base(/^rtmps?:$/, 'rtmp://media.example.com')
const httpBase = base(/^https?:$/, 'https://media.example.com')

function template(protocols: RegExp, example: string): z.ZodType<string> {
  const good = (text: string): boolean =>
    URL.canParse(text) &&
    protocols.test(new URL(text).protocol) &&
    text.split('{name}').length === 2 &&
    !text.includes('?')
  return z
    .string()
    .max(MAX_TEMPLATE, `must have at most ${MAX_TEMPLATE} characters: long RTMP addresses fail on iOS`)
    .refine(good, `must be an address with {name} for the stream, like ${example}`)
}

const rtmpTemplate = template(/^rtmps?:$/, 'rtmp://push.example.com/live/{name}')
const flvTemplate = template(/^https?:$/, 'https://play.example.com/live/{name}.flv')

/** The HTTP side of a server, which only gateways call; a name and password in it go into the Authorization header. */
const control = (example: string) =>
  z.string().refine((text) => /^https?:\/\/./.test(text) && URL.canParse(text), `must be an address like ${example}`)

const signing = z.strictObject({
  /** As the CDN's console names it. */
  scheme: z.enum(CDN_SCHEMES),
  /** The domain's key. */
  key: z.string().min(16),
  /** Seconds that the CDN adds by itself, as its console says. */
  validity: z.int().min(0).default(0),
})

/** Plays from a CDN that pulls from, or is pushed to by, the server. */
const play = z.strictObject({
  rtmp: rtmpTemplate,
  flv: flvTemplate,
  /** How its addresses are signed. Absent: not at all. */
  sign: signing.optional(),
})

const hooks = {
  /** In the server's id: hook addresses are `/hooks/<id>/<secret>`. */
  id: z.string().regex(ID_PATTERN, 'must be 1-48 letters, digits, "_" or "-"'),
  /** Last part of the hook's address; at least 24 characters. */
  hookSecret: z
    .string()
    .regex(/^[A-Za-z0-9_-]{24,128}$/, 'must be 24-128 letters, digits, "_" or "-"; make one: openssl rand -hex 24'),
  /** Whose hooks are heard: addresses, or networks like 10.0.0.0/8. Default: this machine alone. */
  allow: z.array(z.string()).default(['127.0.0.0/8', '::1']),
}

export const srsServer = z.strictObject({
  kind: z.literal('srs'),
  ...hooks,
  /** How clients reach its RTMP and HTTP-FLV. */
  rtmp: rtmpBase,
  http: httpBase,
  play: play.optional(),
  /** Its HTTP API, as gateways reach it: http://10.0.0.5:1985 */
  api: control('http://10.0.0.5:1985'),
})

export const nginxServer = z.strictObject({
  kind: z.literal('nginx-rtmp'),
  ...hooks,
  rtmp: rtmpBase,
  /** Only with a module that speaks HTTP-FLV. */
  http: httpBase.optional(),
  play: play.optional(),
  /** Where `rtmp_stat all` and `rtmp_control all` are, as gateways reach them. */
  stat: control('http://10.0.0.5:8080/stat'),
  control: control('http://10.0.0.5:8080/control'),
})

export const cdnServer = z.strictObject({
  kind: z.literal('cdn'),
  ...hooks,
  push: z.strictObject({ rtmp: rtmpTemplate, sign: signing.optional() }),
  play,
  /** Whose callbacks these are. */
  callback: z.enum(['tencent', 'aliyun']),
  /** Key of Tencent's callback template; checked beside the secret of the address. */
  callbackKey: z.string().min(1).optional(),
})

const one = z.discriminatedUnion('kind', [srsServer, nginxServer, cdnServer])

/** One at least replaces the relay for people's streams; a room keeps to one of several. Ids are used once. */
export const mediaServers = z
  .array(one)
  .max(64)
  .default([])
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'every media server needs an id of its own')

export type MediaServerOptions = z.input<typeof one>
export type MediaServerConfig = z.output<typeof one>
export type PlayConfig = z.output<typeof play>

/** First part of every path: hooks and lists of other apps are not ours. */
export const APP = MEDIA_APP
