/**
 * Makes the requests of `wx.request`, uploads and downloads from the preview's server: a mini-program knows no CORS, and its
 * servers send no headers for it. Only the preview's own page may ask.
 */
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream'
import { REQUEST_PROXY } from '../host/settings'
import { isSameOrigin } from './bridge/origin'

/** Headers of the browser's own request that the target must not see. */
const DROPPED = /^(host|connection|origin|referer|cookie|accept-encoding|content-length|sec-.*|x-mp-.*)$/

type Next = () => void

/** Answers `REQUEST_PROXY.path`; anything else is passed on. */
export function requestProxy(hosts: readonly string[]) {
  return (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    if (!request.url?.startsWith(REQUEST_PROXY.path)) return next()
    const target = headerOf(request.headers, REQUEST_PROXY.url)
    if (!isSameOrigin(request.headers, hosts)) return refuse(response, 403, 'only the preview itself may use this')
    if (!/^https?:$/.test(URL.canParse(target) ? new URL(target).protocol : ''))
      return refuse(response, 400, 'invalid url')
    forward(new URL(target), request, response)
  }
}

function forward(target: URL, request: IncomingMessage, response: ServerResponse): void {
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const outgoing = send(target, { method: request.method ?? 'GET', headers: forwarded(request.headers) }, (answer) => {
    const { 'set-cookie': cookies, ...headers } = answer.headers
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined && !/^(connection|transfer-encoding|keep-alive|location)$/.test(name))
        response.setHeader(name, value)
    if (cookies) response.setHeader(REQUEST_PROXY.cookies, encodeURIComponent(JSON.stringify(cookies)))
    // A redirect would lead the browser to the target itself; the phone follows by asking here again.
    const { location } = headers
    if (location !== undefined) response.setHeader(REQUEST_PROXY.location, new URL(location, target).href)
    response.writeHead(answer.statusCode ?? 502)
    pipeline(answer, response, () => outgoing.destroy())
  })
  outgoing.on('error', (error: NodeJS.ErrnoException) => refuse(response, 502, netError(error)))
  response.on('close', () => outgoing.destroy())
  pipeline(request, outgoing, () => undefined)
}

function forwarded(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const own = Object.entries(headers).filter(([name]) => !DROPPED.test(name))
  const cookie = headers[REQUEST_PROXY.cookie]
  return {
    ...Object.fromEntries(own),
    ...(headers['content-length'] !== undefined && { 'content-length': headers['content-length'] }),
    ...(cookie !== undefined && { cookie: String(cookie) }),
    // As on a phone, with the appid of a preview.
    referer: 'https://servicewechat.com/preview/0/page-frame.html',
  }
}

/** What a phone's own network stack calls the failure. */
function netError({ code, message }: NodeJS.ErrnoException): string {
  const known: Record<string, string> = {
    ECONNREFUSED: 'net::ERR_CONNECTION_REFUSED',
    ECONNRESET: 'net::ERR_CONNECTION_RESET',
    ENOTFOUND: 'net::ERR_NAME_NOT_RESOLVED',
    EAI_AGAIN: 'net::ERR_NAME_NOT_RESOLVED',
    ETIMEDOUT: 'net::ERR_CONNECTION_TIMED_OUT',
    CERT_HAS_EXPIRED: 'net::ERR_CERT_DATE_INVALID',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'net::ERR_CERT_AUTHORITY_INVALID',
    ERR_TLS_CERT_ALTNAME_INVALID: 'net::ERR_CERT_COMMON_NAME_INVALID',
  }
  return known[code ?? ''] ?? message
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { [REQUEST_PROXY.error]: encodeURIComponent(reason) }).end()
}

const headerOf = (headers: IncomingHttpHeaders, name: string): string => decodeURIComponent(String(headers[name] ?? ''))
