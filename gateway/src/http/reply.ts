import type { IncomingMessage, ServerResponse } from 'node:http'

export type Headers = Record<string, string>

/** Answers with JSON. Errors are `{error: {code, message}}`; the codes are listed in docs/protocol.md. */
export function reply(response: ServerResponse, status: number, body: object, headers: Headers = {}): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(response.req.method === 'HEAD' ? undefined : text)
}

export function fail(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Headers = {},
): void {
  reply(response, status, { error: { code, message } }, headers)
}

/** Reads a small body. Rejects with `too-large` or `incomplete` as message. */
export async function readBody(request: IncomingMessage, max: number, ms: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  const timer = setTimeout(() => request.destroy(new Error('incomplete')), ms)
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > max) throw new Error('too-large')
      chunks.push(chunk)
    }
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
