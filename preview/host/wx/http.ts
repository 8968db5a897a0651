/** One HTTP exchange of a phone, through the preview's server, with what its network makes of it. */
import type { PhoneEnv } from '../env/types'
import { REQUEST_PROXY } from '../settings'
import { ApiError } from './api'

export const DEFAULT_TIMEOUT = 60_000

/** Delay of each exchange on a weak network; enough for round trips to be felt. */
const WEAK_DELAY_MS = 800

const MAX_REDIRECTS = 20

/** Most exchanges of each kind at a time, as on a phone. */
export const MAX_PARALLEL = 10

export interface Exchange {
  url: string
  method: string
  header: Headers
  body?: BodyInit
  timeout: number
}

export interface Answer {
  response: Response
  header: Record<string, string>
  cookies: string[]
}

/** Ends an exchange early: by the page, by time, or because the phone went offline. */
export class Cancellation {
  private readonly controller = new AbortController()
  private readonly release: () => void
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(env: PhoneEnv) {
    this.release = env.on('network', (network) => network === 'offline' && this.abort('interrupted'))
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  abort(reason: 'abort' | 'timeout' | 'interrupted' = 'abort'): void {
    this.controller.abort(reason)
  }

  after(ms: number): void {
    this.timer = setTimeout(() => this.abort('timeout'), ms)
  }

  done(): void {
    clearTimeout(this.timer)
    this.release()
  }
}

/** @throws ApiError with the platform's words and numbers */
export async function exchange(env: PhoneEnv, asked: Exchange, cancellation: Cancellation): Promise<Answer> {
  if (!/^https?:\/\//.test(asked.url ?? '')) throw new ApiError(`invalid url "${asked.url}"`, { errno: 600009 })
  if (env.network === 'offline') throw new ApiError('net::ERR_INTERNET_DISCONNECTED', { errno: 600001 })
  cancellation.after(asked.timeout)
  try {
    if (env.network === 'weak') await delay(WEAK_DELAY_MS, cancellation.signal)
    return await follow(asked, cancellation.signal, 0)
  } catch (error) {
    throw failureOf(error, cancellation.signal)
  }
}

/** What an exchange that ended early says. */
export function failureOf(error: unknown, { aborted, reason }: AbortSignal): ApiError {
  if (aborted && reason === 'timeout') return new ApiError('timeout', { errno: 5 })
  if (aborted && reason === 'interrupted') return new ApiError('interrupted', { errno: 600003 })
  if (aborted) return new ApiError('abort')
  if (error instanceof ApiError) return error
  return new ApiError(error instanceof Error ? error.message : String(error), { errno: 600000 })
}

async function follow(asked: Exchange, signal: AbortSignal, redirects: number): Promise<Answer> {
  const headers = new Headers(asked.header)
  // The browser keeps Cookie to itself.
  const cookie = headers.get('cookie')
  if (cookie !== null) headers.set(REQUEST_PROXY.cookie, cookie)
  headers.set(REQUEST_PROXY.url, encodeURIComponent(asked.url))
  const { method, body } = asked
  const response = await fetch(REQUEST_PROXY.path, {
    method,
    headers,
    signal,
    ...(body !== undefined && { body }),
  })
  const failed = response.headers.get(REQUEST_PROXY.error)
  if (failed !== null) throw new ApiError(decodeURIComponent(failed), { errno: 600001 })
  const location = response.headers.get(REQUEST_PROXY.location)
  if (location !== null && redirects < MAX_REDIRECTS)
    return follow(redirected(asked, response.status, location), signal, redirects + 1)
  return { response, ...headersOf(response) }
}

/** As browsers do: only 307 and 308 send the same method and body again. */
function redirected(asked: Exchange, status: number, url: string): Exchange {
  const { body: _, ...rest } = asked
  return status === 307 || status === 308 || asked.method === 'GET'
    ? { ...asked, url }
    : { ...rest, method: 'GET', url }
}

function headersOf(response: Response): Pick<Answer, 'header' | 'cookies'> {
  const given = response.headers.get(REQUEST_PROXY.cookies)
  const cookies = given === null ? [] : (JSON.parse(decodeURIComponent(given)) as string[])
  const entries = [...response.headers].filter(([name]) => !name.startsWith('x-mp-'))
  return {
    header: { ...Object.fromEntries(entries), ...(cookies.length > 0 && { 'set-cookie': cookies.join(',') }) },
    cookies,
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new Error('aborted'))
    })
  })
}

/** Reads a body piece by piece; `length` is 0 when the server does not say. */
export async function readBody(
  response: Response,
  piece: (bytes: Uint8Array<ArrayBuffer>, read: number, length: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const length = Number(response.headers.get('content-length') ?? 0)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let read = 0
  const reader = response.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    pieces.push(next.value)
    read += next.value.length
    piece(next.value, read, length)
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

/**
 * What a call with a task returns: `abort`, and `onX` and `offX` of each event by its name, on the promise where the page gave no
 * callbacks.
 */
export function withTask(
  result: Promise<unknown> | undefined,
  cancellation: Cancellation,
  events: Readonly<Record<string, { on: unknown; off: unknown }>>,
): object {
  const pairs = Object.entries(events).map(([name, { on, off }]) => ({ [`on${name}`]: on, [`off${name}`]: off }))
  return Object.assign(result ?? {}, { abort: () => cancellation.abort() }, ...pairs)
}
