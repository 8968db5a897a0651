/** How the gateway is reached: ports, public addresses, TLS, proxies. */
import { z } from 'zod'
import { MAX_BASE } from '../auth/media-url'
import { count, field, optionalPort, port, readAs } from './field'

/** Checks `scheme://host:port` and gives it back without a trailing slash. @throws TypeError that says what is wanted */
function base(protocols: readonly string[]): (text: string) => string {
  const example = `${protocols.at(-1)}//live.example.com`
  return (text) => {
    if (!URL.canParse(text)) throw new TypeError(`must be an address like ${example}, not "${text}"`)
    const url = new URL(text)
    if (!protocols.includes(url.protocol) || !/^\/?$/.test(url.pathname) || url.search || url.hash || url.username) {
      throw new TypeError(`must be ${protocols.join(' or ')}//host:port and nothing else, like ${example}`)
    }
    const short = `${url.protocol}//${url.host}`
    if (short.length <= MAX_BASE) return short
    throw new TypeError(`has more than ${MAX_BASE} characters: long RTMP addresses fail on iOS`)
  }
}

function pem(what: string): (text: string) => string {
  return (text) => {
    if (text.includes('-----BEGIN ')) return text
    throw new TypeError(
      `must be ${what} in PEM (-----BEGIN ...); a file that holds it goes into the key with File behind`,
    )
  }
}

export const network = {
  port: port(8787, { help: 'HTTP and WebSocket port; 0 picks a free one', common: true }),
  host: field(z.string().min(1).optional(), {
    help: 'address to listen on',
    value: 'address',
    otherwise: '0.0.0.0; with dev 127.0.0.1',
    common: true,
  }),
  rtmpPort: port(1935, { help: 'RTMP port; 0 picks a free one', common: true }),
  rtmpsPort: optionalPort({ help: 'RTMPS port; needs tls', otherwise: 'off' }),
  publicUrl: field(readAs(base(['http:', 'https:'])).optional(), {
    help: 'how clients reach HTTP and WebSocket; without it each gets media addresses on the host it connected to',
    value: 'url',
    example: 'https://live.example.com',
    common: true,
  }),
  publicRtmpUrl: field(readAs(base(['rtmps:', 'rtmp:'])).optional(), {
    help: 'how clients reach RTMP',
    value: 'url',
    otherwise: 'the host of publicUrl and rtmpPort',
    example: 'rtmp://live.example.com',
    common: true,
  }),
  trustedProxies: count(0, 0, {
    help: 'proxies in front whose X-Forwarded-For is believed; the address of a client is the one that many hops back',
    example: 1,
  }),
  tls: z
    .strictObject({
      cert: field(readAs(pem('a certificate chain')).optional(), {
        help: 'certificate chain, PEM: HTTP and WebSocket become https and wss',
        secret: true,
        value: 'pem',
      }),
      key: field(readAs(pem('a private key')).optional(), { help: 'its private key, PEM', secret: true, value: 'pem' }),
    })
    .prefault({})
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), 'needs both: cert and key, or neither'),
}
