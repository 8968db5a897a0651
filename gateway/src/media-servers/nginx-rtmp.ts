/**
 * nginx with the RTMP module (arut, as Debian and Ubuntu have it), by `rtmp_stat` and `rtmp_control`. Both see one worker
 * only: `worker_processes 1`.
 */
import type { z } from 'zod'
import { call, MediaServerError } from './control'
import { APP, type nginxServer } from './options'
import { OwnServer } from './own-server'
import type { MediaServer, ServerStream } from './types'

/** The contents of every `<tag>` directly or further inside. */
function all(xml: string, tag: string): string[] {
  return Array.from(xml.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g')), ([, inner]) => inner as string)
}

/** Who publishes what, of `rtmp_stat all`. Texts in it are escaped, so that no name can pass as a tag. @throws MediaServerError */
export function parseStat(xml: string): ServerStream[] {
  if (!/<rtmp>[\s\S]*<\/rtmp>/.test(xml))
    throw new MediaServerError('nginx-rtmp: stat must be the address of "rtmp_stat all"')
  const ours = all(xml, 'application').filter((one) => all(one, 'name')[0] === APP)
  return ours
    .flatMap((application) => all(application, 'stream'))
    .flatMap((stream) => {
      const [name] = all(stream, 'name')
      const publisher = all(stream, 'client').find((client) => client.includes('<publishing/>'))
      const [client] = publisher === undefined ? [] : all(publisher, 'id')
      return name === undefined || client === undefined ? [] : [{ name, client }]
    })
}

export class NginxRtmpServer extends OwnServer<z.output<typeof nginxServer>> implements MediaServer {
  readonly kind = 'nginx-rtmp'

  async list(): Promise<ServerStream[]> {
    const { status, text } = await call(this.config.stat)
    if (status === 200) return parseStat(text)
    throw new MediaServerError(`nginx-rtmp ${this.id}: stat answered ${status}`)
  }

  /** The module drops by name or by address; so a given connection is looked up first, and another one left alone. */
  async kick(name: string, client?: string): Promise<boolean> {
    if (client !== undefined && !(await this.list()).some((one) => one.name === name && one.client === client))
      return false
    const { status, text } = await call(this.config.control, { path: 'drop/publisher', query: { app: APP, name } })
    if (status === 200) return Number(text.trim()) > 0
    // 400 and a sentence: no such stream.
    if (status === 400) return false
    throw new MediaServerError(`nginx-rtmp ${this.id}: control answered ${status}`)
  }
}
