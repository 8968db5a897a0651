import type { MediaAction } from '../auth/media-url'
import { sign, URL_SCHEMES, type UrlScheme } from '../auth/sign-url'
import { command, KEY_HELP, KEY_OPTIONS, seconds, signingKey, text, type CommandContext } from './command'

const CDN_KEY = 'LIANMAI_CDN_KEY'
const HELP = `lianmai-gateway sign-url <address> [options]

Prints the address of a stream, signed. Streams of a gateway, and of SRS or nginx-rtmp that ask it, are named
<room>~<user>~ext, for what is pushed by something that is no person in the room: a camera, OBS, an encoder.
  lianmai-gateway sign-url rtmp://live.example.com/live/demo~door~ext --action publish --ttl 86400

      --action <action>     publish or play (play)
      --ttl <seconds>       how long it may be used to connect (3600)
      --scheme <scheme>     ${URL_SCHEMES.join(', ')} (lianmai)
      --validity <seconds>  what the CDN adds to the time in the address, as its console says (0)
${KEY_HELP}
Other schemes than lianmai take the CDN's own key, from ${CDN_KEY}.
`

const OPTIONS = {
  action: { type: 'string' },
  ttl: { type: 'string' },
  scheme: { type: 'string' },
  validity: { type: 'string' },
  ...KEY_OPTIONS,
} as const

function cdnKey({ env }: CommandContext): string {
  const key = env[CDN_KEY]
  if (key) return key
  throw new TypeError(`no key: put the one of the CDN's domain into ${CDN_KEY}`)
}

/** `lianmai-gateway sign-url` */
export const signUrlCommand = command(HELP, OPTIONS, (parsed, context) => {
  const [url, ...more] = parsed.words
  if (url === undefined || more.length > 0) throw new TypeError('give one address to sign')
  const scheme = (text(parsed, 'scheme') ?? 'lianmai') as UrlScheme
  // A scheme that is misspelt is told so before any key is asked for.
  const ours = scheme === 'lianmai' || !URL_SCHEMES.includes(scheme)
  const key = ours ? signingKey(parsed, context).secret : cdnKey(context)
  const exp = Math.floor(context.nowMs / 1000) + seconds(parsed, 'ttl', 3600)
  const action = text(parsed, 'action') as MediaAction | undefined
  return sign(url, scheme, key, exp, { action, validity: seconds(parsed, 'validity', 0), nowMs: context.nowMs })
})
