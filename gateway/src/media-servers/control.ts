/** Calls to a media server's own HTTP side. */

/** How long a media server may take to answer, ms. */
export const CONTROL_TIMEOUT = 3_000
/** More than any list of streams needs, bytes. */
const MAX_ANSWER = 16 << 20

/** What a server answered that is no good; the message never has its address's password. */
export class MediaServerError extends Error {
  override readonly name = 'MediaServerError'
}

/** An address with a name and password -> one without, and the header that carries them. */
function credentials(address: string): { url: URL; headers: Record<string, string> } {
  const url = new URL(address)
  const { username, password } = url
  if (username === '' && password === '') return { url, headers: {} }
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  url.username = url.password = ''
  return { url, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }
}

/** `http://host/base` and `streams` -> `http://host/base/streams`, with the query. */
function extend(url: URL, path: string, query: Record<string, string>): URL {
  const target = new URL(url)
  if (path !== '') target.pathname = `${target.pathname.replace(/\/$/, '')}/${path}`
  // `~` stays as it is: nginx-rtmp compares names without decoding them.
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  if (pairs.length > 0) target.search = pairs.join('&')
  return target
}

export interface Call {
  method?: 'GET' | 'DELETE'
  path?: string
  query?: Record<string, string>
}

/** Rejects with {@link MediaServerError}, or as fetch does. @returns status and text of the answer */
export async function call(
  address: string,
  { method = 'GET', path = '', query = {} }: Call = {},
): Promise<{ status: number; text: string }> {
  const { url, headers } = credentials(address)
  const target = extend(url, path, query)
  const signal = AbortSignal.timeout(CONTROL_TIMEOUT)
  const response = await fetch(target, { method, headers, signal, redirect: 'error' })
  if (Number(response.headers.get('content-length') ?? 0) > MAX_ANSWER) {
    await response.body?.cancel()
    throw new MediaServerError(`${target.host} answered with more than ${MAX_ANSWER} bytes`)
  }
  return { status: response.status, text: await response.text() }
}
