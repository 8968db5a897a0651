/** `wx.downloadFile` and `wx.uploadFile` with their tasks. */
import { files } from '../env/files'
import { Listeners } from '../runtime/listeners'
import { api, ApiError } from './api'
import { Cancellation, DEFAULT_TIMEOUT, exchange, failureOf, readBody, withTask } from './http'
import type { Callbacks, WxApi, WxDeps } from './types'

interface Common extends Callbacks<object> {
  url: string
  header?: Record<string, string>
  timeout?: number
  filePath?: string
}

interface Upload extends Common {
  filePath: string
  name: string
  formData?: Record<string, unknown>
}

interface Events {
  headers: Listeners<{ header: Record<string, string> }>
  progress: Listeners<Record<string, number>>
}

export function transferApi(deps: WxDeps): WxApi {
  return {
    downloadFile: call<Common>(deps, 'downloadFile', (options, events, cancellation) =>
      download(deps, options, events, cancellation),
    ),
    uploadFile: call<Upload>(deps, 'uploadFile', (options, events, cancellation) =>
      upload(deps, options, events, cancellation),
    ),
  }
}

type Perform<O> = (options: O, events: Events, cancellation: Cancellation) => Promise<object>

function call<O extends Common>({ env }: WxDeps, name: string, perform: Perform<O>) {
  return (options: O) => {
    const cancellation = new Cancellation(env)
    const events: Events = { headers: new Listeners(), progress: new Listeners() }
    const run = api(name, (given: O) => perform(given, events, cancellation).finally(() => cancellation.done()))
    return withTask(run(options), cancellation, { HeadersReceived: events.headers, ProgressUpdate: events.progress })
  }
}

async function download(
  { env, manifest }: WxDeps,
  { url, header, timeout, filePath }: Common,
  events: Events,
  cancellation: Cancellation,
): Promise<object> {
  const limit = timeout ?? manifest.app.networkTimeout?.downloadFile ?? DEFAULT_TIMEOUT
  const asked = { url, method: 'GET', header: new Headers(header), timeout: limit }
  const answer = await exchange(env, asked, cancellation)
  events.headers.emit({ header: answer.header })
  const progress = (_: Uint8Array, totalBytesWritten: number, totalBytesExpectedToWrite: number) =>
    events.progress.emit({
      progress: totalBytesExpectedToWrite ? Math.round((100 * totalBytesWritten) / totalBytesExpectedToWrite) : 0,
      totalBytesWritten,
      totalBytesExpectedToWrite,
    })
  const bytes = await readBody(answer.response, progress).catch((error: unknown) => {
    throw failureOf(error, cancellation.signal)
  })
  const result = { statusCode: answer.response.status, profile: {}, dataLength: bytes.length }
  if (filePath !== undefined) {
    files.write(filePath, bytes)
    return { ...result, filePath }
  }
  const type = answer.header['content-type'] ?? ''
  const ending = /\.(\w{2,5})$/.exec(new URL(url).pathname)?.[1] ?? type.split('/')[1]?.replace(/[+;].*/, '') ?? ''
  return { ...result, tempFilePath: files.addTemporary(bytes, ending, type) }
}

async function upload(
  { env, manifest }: WxDeps,
  { url, filePath, name, formData, header, timeout }: Upload,
  events: Events,
  cancellation: Cancellation,
): Promise<object> {
  if (!name)
    throw new ApiError('parameter error: parameter.name should be String instead of Undefined;', { errno: 1001 })
  const bytes = files.read(filePath)
  const form = new FormData()
  for (const [field, value] of Object.entries(formData ?? {})) form.append(field, String(value))
  form.append(name, new Blob([bytes]), filePath.slice(filePath.lastIndexOf('/') + 1))
  const headers = new Headers(header)
  // The browser writes it, with the boundary.
  headers.delete('content-type')
  const limit = timeout ?? manifest.app.networkTimeout?.uploadFile ?? DEFAULT_TIMEOUT
  const tell = (sent: number) =>
    events.progress.emit({
      progress: Math.round((100 * sent) / Math.max(1, bytes.length)),
      totalBytesSent: sent,
      totalBytesExpectedToSend: bytes.length,
    })
  tell(0)
  const answer = await exchange(env, { url, method: 'POST', header: headers, body: form, timeout: limit }, cancellation)
  tell(bytes.length)
  events.headers.emit({ header: answer.header })
  return { statusCode: answer.response.status, data: await answer.response.text(), header: answer.header }
}
