/**
 * nginx with the RTMP module (arut, as Debian and Ubuntu have it), by `rtmp_stat` and `rtmp_control`. Both see one worker
 * only: `worker_processes 1`.
 */
import type { z } from 'zod'
import type { UrlSigner } from '../auth/media-url'
import { fill, ownSignature } from './addresses'
import { call, MediaServerError } from './control'
import { APP, type nginxServer } from './options'
import { playAddresses } from './play'
import type { Lease, MediaServer, PlayUrls, ServerStream } from './types'

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

export class NginxRtmpServer implements MediaServer {
  readonly kind = 'nginx-rtmp'
  readonly id: string
  readonly can = { list: true, kick: true }
  private readonly sign
  private readonly played

  constructor(
    private readonly config: z.output<typeof nginxServer>,
    signer: UrlSigner,
    now: () => number,
  ) {
    this.id = config.id
    this.sign = ownSignature(signer)
    const rtmp = `${config.rtmp}/${APP}/{name}`
    const own = config.http === undefined ? { rtmp } : { rtmp, flv: `${config.http}/${APP}/{name}.flv` }
    this.played = playAddresses(config.play, own, this.sign, now)
  }

  pushUrl(name: string, lease: Lease): string {
    return this.sign('publish', name, fill(`${this.config.rtmp}/${APP}/{name}`, name), lease)
  }

  playUrls(name: string, lease: Lease): PlayUrls {
    return this.played(name, lease)
  }

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
