/** `wx.request` and the network's state. */
import { Listeners } from '../runtime/listeners'
import { api, ApiError } from './api'
import {
  Cancellation,
  DEFAULT_TIMEOUT,
  exchange,
  failureOf,
  MAX_PARALLEL,
  readBody,
  withTask,
  type Exchange,
} from './http'
import type { Callbacks, WxApi, WxDeps } from './types'

interface RequestOptions extends Callbacks<object> {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
  timeout?: number
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
  enableChunked?: boolean
}

interface RequestEvents {
  headers: Listeners<{ header: Record<string, string>; statusCode: number; cookies: string[] }>
  chunk: Listeners<{ data: ArrayBuffer }>
}

export function networkApi({ env, manifest }: WxDeps): WxApi {
  const limit = manifest.app.networkTimeout?.request ?? DEFAULT_TIMEOUT
  let open = 0
  const request = (options: RequestOptions) => {
    const cancellation = new Cancellation(env)
    const events: RequestEvents = { headers: new Listeners(), chunk: new Listeners() }
    const run = api('request', async (given: RequestOptions) => {
      if (open >= MAX_PARALLEL * 2) throw new ApiError('exceed max request connection limit', { errno: 600007 })
      open += 1
      try {
        const answer = await exchange(env, exchangeOf(given, limit), cancellation)
        return await received(answer, given, events, cancellation)
      } finally {
        open -= 1
        cancellation.done()
      }
    })
    return withTask(run(options), cancellation, { HeadersReceived: events.headers, ChunkReceived: events.chunk })
  }
  return {
    request,
    getNetworkType: api('getNetworkType', () => ({
      networkType: env.network === 'offline' ? 'none' : env.network === 'weak' ? '3g' : 'wifi',
      weakNet: env.network === 'weak',
      hasSystemProxy: false,
      signalStrength: env.network === 'weak' ? 1 : 4,
    })),
  }
}

async function received(
  { response, header, cookies }: Awaited<ReturnType<typeof exchange>>,
  options: RequestOptions,
  events: RequestEvents,
  cancellation: Cancellation,
): Promise<object> {
  events.headers.emit({ header, statusCode: response.status, cookies })
  try {
    const bytes = await readBody(response, (piece) => {
      if (options.enableChunked) events.chunk.emit({ data: piece.slice().buffer })
    })
    const data = options.responseType === 'arraybuffer' ? bytes.buffer : parse(new TextDecoder().decode(bytes), options)
    return { statusCode: response.status, data, header, cookies }
  } catch (error) {
    throw failureOf(error, cancellation.signal)
  }
}

function exchangeOf(options: RequestOptions, limit: number): Exchange {
  const method = (options.method ?? 'GET').toUpperCase()
  const header = new Headers(options.header)
  const base = { method, header, timeout: options.timeout ?? limit }
  const { data } = options
  if (method === 'GET' || method === 'HEAD') return { ...base, url: withQuery(options.url, data) }
  if (!header.has('content-type')) header.set('content-type', 'application/json')
  const form = header.get('content-type')?.includes('x-www-form-urlencoded')
  const raw = typeof data === 'string' || data instanceof ArrayBuffer || data === undefined
  const body = raw ? data : form ? new URLSearchParams(data as Record<string, string>).toString() : JSON.stringify(data)
  return { ...base, url: options.url, ...(body !== undefined && { body }) }
}

/** `data` of a GET goes into the URL. */
function withQuery(address: string, data: unknown): string {
  if (typeof data !== 'object' || data === null || !URL.canParse(address)) return address
  const url = new URL(address)
  for (const [name, value] of Object.entries(data)) url.searchParams.set(name, String(value))
  return url.href
}

/** `dataType: 'json'` is the default; text that is no JSON stays text, as on a phone. */
function parse(text: string, { dataType = 'json' }: RequestOptions): unknown {
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
