/** `/hooks/<server>/<secret>`: what media servers call. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fail, readBody, reply } from '../http/reply'
import type { MediaServerConfig } from '../media-servers/options'
import type { MediaServers } from '../media-servers/servers'
import type { MediaServer } from '../media-servers/types'
import type { MediaVerdict } from '../media/types'
import type { Tally } from '../metrics/counters'
import type { Report } from '../report'
import { readAliyunHook, readTencentHook } from './cdn'
import { BadHook, type HookEvent } from './event'
import { allowList, sameSecret } from './gate'
import type { HookIntake } from './intake'
import { readNginxHook } from './nginx-rtmp'
import { readSrsHook } from './srs'

/** Addresses and forms are shorter than that. */
const MAX_BODY = 16 * 1024
const BODY_TIMEOUT = 5_000

export const HOOKS_PATH = '/hooks/'

interface Hooked {
  config: MediaServerConfig
  server: MediaServer
  allowed(address: string | undefined): boolean
}

export interface HookRouteOptions {
  configs: readonly MediaServerConfig[]
  servers: MediaServers
  intake: HookIntake
  report: Report
  now(): number
  /** `<event> <ok or code>`; `- forbidden`, `- malformed` and `- too-large` for what is no hook. */
  tally: Tally<string>
}

export class HookRoutes {
  private readonly hooked: ReadonlyMap<string, Hooked>

  /** @throws TypeError on an address that is none in `allow` */
  constructor(private readonly options: HookRouteOptions) {
    this.hooked = new Map(
      options.configs.flatMap((config) => {
        const server = options.servers.get(config.id)
        return server ? [[config.id, { config, server, allowed: allowList(config.allow) }] as const] : []
      }),
    )
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://gateway')
    const hooked = this.enter(request, url)
    if (!hooked) {
      this.options.tally.add('- forbidden')
      return fail(response, 403, 'forbidden', 'hooks come from a media server, to the address in its configuration')
    }
    try {
      const text = request.method === 'POST' ? await readBody(request, MAX_BODY, BODY_TIMEOUT) : ''
      const event = this.read(hooked.config, text, url, request.method)
      const verdict = await this.options.intake.take(hooked.server, event)
      this.answer(response, hooked, event, verdict)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const code = why === 'too-large' ? why : 'malformed'
      this.options.tally.add(`- ${code}`)
      this.options.report('warn', 'hook.malformed', { server: hooked.server.id, why })
      if (!response.headersSent) fail(response, code === 'malformed' ? 400 : 413, code, why)
    }
  }

  /** The same answer, after the same work, for whatever is wrong. */
  private enter(request: IncomingMessage, url: URL): Hooked | undefined {
    const [id = '', inPath = ''] = url.pathname.slice(HOOKS_PATH.length).split('/')
    const hooked = this.hooked.get(id)
    const known = sameSecret(inPath || (url.searchParams.get('secret') ?? ''), hooked?.config.hookSecret ?? '-')
    return hooked && known && fromAllowed(request, hooked) ? hooked : undefined
  }

  private read(config: MediaServerConfig, text: string, url: URL, method: string | undefined): HookEvent {
    if (config.kind === 'cdn' && config.callback === 'aliyun') return readAliyunHook(url.searchParams)
    if (method !== 'POST') throw new BadHook('hooks are POSTed')
    switch (config.kind) {
      case 'srs':
        return readSrsHook(text)
      case 'nginx-rtmp':
        return readNginxHook(text)
      case 'cdn':
        return readTencentHook(text, config.callbackKey, this.options.now())
    }
  }

  private answer(response: ServerResponse, { config, server }: Hooked, event: HookEvent, verdict: MediaVerdict): void {
    this.options.tally.add(`${event.on} ${verdict.ok ? 'ok' : verdict.code}`)
    if (verdict.ok) return reply(response, 200, { code: 0 })
    const about = event.on === 'other' ? {} : { action: event.on, name: event.name }
    this.options.report('info', 'media.refused', { ...about, protocol: server.kind, code: verdict.code })
    const { code, why } = verdict
    // SRS reads the code, which has to be a number; nginx-rtmp and CDNs the status.
    if (config.kind === 'srs') return reply(response, 200, { code: REFUSED, error: { code, message: why } })
    fail(response, code === 'busy' ? 503 : 403, code, why)
  }
}

/** Any number but 0. */
const REFUSED = 403

/** Behind a proxy that says for whom it asks, both have to be on the list. */
function fromAllowed(request: IncomingMessage, { allowed }: Hooked): boolean {
  const forwarded = request.headers['x-forwarded-for']
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  if (request.headers.forwarded !== undefined) return false
  return allowed(request.socket.remoteAddress) && (forwarded === undefined || allowed(last))
}
