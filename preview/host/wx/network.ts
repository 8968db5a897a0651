/** `wx.request`, downloads and the network's state. */
import { api, ApiError } from './api'
import type { Callbacks, WxApi, WxDeps, WxError } from './types'

interface RequestOptions extends Callbacks<object> {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
  timeout?: number
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
}

const DEFAULT_TIMEOUT = 60_000

export function networkApi({ env }: WxDeps): WxApi {
  const request = (options: RequestOptions) => {
    const abort = new AbortController()
    const stop = env.on('network', (network) => network === 'offline' && abort.abort('interrupted'))
    const run = api('request', (given: RequestOptions) =>
      perform(given, abort, env.network === 'offline').finally(stop),
    )
    const result = run(options)
    const task = {
      abort: () => abort.abort('abort'),
      onHeadersReceived: () => undefined,
      offHeadersReceived: () => undefined,
    }
    return result === undefined ? task : Object.assign(result, task)
  }
  return {
    request,
    getNetworkType: api('getNetworkType', () => ({
      networkType: env.network === 'offline' ? 'none' : env.network === 'weak' ? '3g' : 'wifi',
      weakNet: env.network === 'weak',
      hasSystemProxy: false,
      signalStrength: env.network === 'weak' ? 1 : 4,
    })),
    downloadFile: api('downloadFile', async ({ url }: { url: string }) => {
      if (env.network === 'offline') throw new ApiError('internet disconnected', { errno: 600001 })
      const response = await fetch(url)
      return { tempFilePath: URL.createObjectURL(await response.blob()), statusCode: response.status }
    }),
    saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', async ({ filePath }: { filePath: string }) => {
      if (!(await env.authorize('scope.writePhotosAlbum'))) throw new ApiError('auth deny', { errno: 103 })
      const link = document.createElement('a')
      link.href = filePath
      link.download = `image-${Date.now()}.${filePath.startsWith('data:image/png') ? 'png' : 'jpg'}`
      link.click()
    }),
  }
}

async function perform(options: RequestOptions, abort: AbortController, offline: boolean): Promise<object> {
  if (offline) throw new ApiError('net::ERR_INTERNET_DISCONNECTED', { errno: 600001 })
  if (!/^https?:\/\//.test(options.url ?? '')) throw new ApiError(`invalid url "${options.url}"`, { errno: 600009 })
  const timer = setTimeout(() => abort.abort('timeout'), options.timeout ?? DEFAULT_TIMEOUT)
  try {
    const response = await fetch(...fetchArguments(options, abort.signal))
    const data =
      options.responseType === 'arraybuffer' ? await response.arrayBuffer() : parse(await response.text(), options)
    return { statusCode: response.status, data, header: Object.fromEntries(response.headers), cookies: [] }
  } catch (error) {
    throw requestError(error, abort.signal)
  } finally {
    clearTimeout(timer)
  }
}

/** The reason an aborted request gives, with the platform's numbers; the browser hides why a connection failed. */
function requestError(error: unknown, { aborted, reason }: AbortSignal): ApiError {
  if (aborted && reason === 'timeout') return new ApiError('timeout', { errno: 5 })
  if (aborted && reason === 'interrupted') return new ApiError('interrupted', { errno: 600003 })
  if (aborted) return new ApiError('abort')
  return new ApiError(error instanceof Error ? error.message : String(error), { errno: 600000 })
}

function fetchArguments(options: RequestOptions, signal: AbortSignal): [URL, RequestInit] {
  const url = new URL(options.url)
  const method = (options.method ?? 'GET').toUpperCase()
  const header = new Headers(options.header)
  const { data } = options
  if (method === 'GET' || method === 'HEAD') {
    if (typeof data === 'object' && data !== null)
      for (const [name, value] of Object.entries(data)) url.searchParams.set(name, String(value))
    return [url, { method, headers: header, signal }]
  }
  if (!header.has('content-type')) header.set('content-type', 'application/json')
  const form = header.get('content-type')?.includes('x-www-form-urlencoded')
  const raw = typeof data === 'string' || data instanceof ArrayBuffer || data === undefined
  const body = raw ? data : form ? new URLSearchParams(data as Record<string, string>) : JSON.stringify(data)
  return [url, { method, headers: header, signal, ...(body !== undefined && { body: body as BodyInit }) }]
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

export type { WxError }
