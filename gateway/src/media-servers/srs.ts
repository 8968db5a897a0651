/** SRS 4 and later, by its HTTP API (ossrs.io: http-api, http-callback). */
import { call, MediaServerError } from './control'
import { APP, type srsServer } from './options'
import { OwnServer } from './own-server'
import type { MediaServer, ServerStream } from './types'
import { z } from 'zod'

/** Without `count` it lists ten. */
const PAGE = 1_000

const id = z.union([z.string(), z.number()]).transform(String)
const stream = z.looseObject({
  name: z.string(),
  app: z.string(),
  publish: z.looseObject({ active: z.boolean(), cid: id.optional() }),
})
const streamsAnswer = z.looseObject({ code: z.literal(0), streams: z.array(stream) })
const codeAnswer = z.looseObject({ code: z.number() })

export class SrsServer extends OwnServer<z.output<typeof srsServer>> implements MediaServer {
  readonly kind = 'srs'

  async list(): Promise<ServerStream[]> {
    const found: ServerStream[] = []
    for (let start = 0; ; start += PAGE) {
      const streams = await this.page(start)
      for (const { name, app, publish } of streams) {
        if (app === APP && publish.active && publish.cid !== undefined) found.push({ name, client: publish.cid })
      }
      if (streams.length < PAGE) return found
    }
  }

  async kick(name: string, client?: string): Promise<boolean> {
    const target = client ?? (await this.list()).find((one) => one.name === name)?.client
    if (target === undefined) return false
    const path = `api/v1/clients/${encodeURIComponent(target)}`
    const { text, status } = await call(this.config.api, { method: 'DELETE', path })
    const answer = codeAnswer.safeParse(json(text))
    if (!answer.success) throw new MediaServerError(`SRS ${this.id} answered ${status} and no code to a kick`)
    // Every other code says in its own number that there is no such client.
    return answer.data.code === 0
  }

  private async page(start: number): Promise<z.output<typeof stream>[]> {
    const query = { start: String(start), count: String(PAGE) }
    const { text, status } = await call(this.config.api, { path: 'api/v1/streams/', query })
    const answer = streamsAnswer.safeParse(json(text))
    if (answer.success) return answer.data.streams
    throw new MediaServerError(`SRS ${this.id} answered ${status} and no list of streams; is api its HTTP API?`)
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller says what is missing
  }
}
