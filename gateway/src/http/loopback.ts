import type { IncomingMessage } from 'node:http'

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** The host of `name:port`, in lower case; undefined when the text is none. */
export function hostName(host: string | undefined): string | undefined {
  return host?.toLowerCase().match(/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/)?.[1]
}

function isLoopbackAddress(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address ?? '')
}

export function isLoopbackOrigin(origin: string): boolean {
  const match = origin.match(/^https?:\/\/(.+)$/)
  const name = hostName(match?.[1])
  return name !== undefined && isLoopbackName(name)
}

/**
 * Whether the request really comes from this machine, from a program or page of its owner.
 * @returns why not, or undefined. Checked: the peer's address; the Host header (a foreign site whose name resolves to
 *   127.0.0.1, "DNS rebinding", sends its own); the Origin header (a foreign page posting here); proxy headers (behind
 *   a proxy on this machine every request comes from 127.0.0.1).
 */
export function loopbackProblem(request: IncomingMessage): string | undefined {
  const { host, origin, forwarded } = request.headers
  if (!isLoopbackAddress(request.socket.remoteAddress)) return 'only programs on this machine may ask'
  if (request.headers['x-forwarded-for'] !== undefined || forwarded !== undefined) return 'not through a proxy'
  const name = hostName(host)
  if (name === undefined || !isLoopbackName(name)) return 'call it as localhost or 127.0.0.1'
  if (origin !== undefined && !isLoopbackOrigin(origin)) return 'only pages served from this machine may ask'
  return undefined
}
