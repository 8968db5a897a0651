import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FlvTag } from '@lianmai/flv'
import { FlvDemuxer } from '@lianmai/flv'
import { createRelay } from '../../src/media/relay'
import type {
  MediaRelay,
  MediaRequest,
  MediaStream,
  MediaVerdict,
  RelayOptions,
  UnpublishReason,
} from '../../src/media/types'
import { Log } from './events'

/** A relay with an HTTP server around it, whose owner says yes unless told otherwise. */
export interface TestRelay {
  relay: MediaRelay
  server: Server
  rtmp: string
  http: string
  ws: string
  rtmpPort: number
  httpPort: number
  asked: MediaRequest[]
  published: Log<MediaStream>
  unpublished: Log<{ stream: MediaStream; why: UnpublishReason }>
  errors: unknown[]
  /** What the owner answers from now on. */
  decide: (verdict: (request: MediaRequest) => MediaVerdict | Promise<MediaVerdict>) => void
  close(): Promise<void>
}

export async function startRelay(options: Partial<RelayOptions> = {}): Promise<TestRelay> {
  let verdict: (request: MediaRequest) => MediaVerdict | Promise<MediaVerdict> = () => ({ ok: true })
  const asked: MediaRequest[] = []
  const errors: unknown[] = []
  const published = new Log<MediaStream>()
  const unpublished = new Log<{ stream: MediaStream; why: UnpublishReason }>()
  const relay = createRelay({
    hooks: {
      authorize: async (request) => {
        asked.push(request)
        return verdict(request)
      },
      published: (stream) => published.add(stream),
      unpublished: (stream, why) => unpublished.add({ stream, why }),
    },
    onError: (error) => errors.push(error),
    ...options,
  })
  const rtmpPort = await relay.listenRtmp(0, '127.0.0.1')
  const server = createServer((request, response) => {
    if (!relay.handleHttp(request, response)) response.writeHead(418).end()
  })
  server.on('upgrade', (request, socket, head) => {
    if (!relay.handleUpgrade(request, socket, head)) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const httpPort = (server.address() as AddressInfo).port
  return {
    ...{ relay, server, rtmpPort, httpPort, asked, errors, published, unpublished },
    rtmp: `rtmp://127.0.0.1:${rtmpPort}/live`,
    http: `http://127.0.0.1:${httpPort}/live`,
    ws: `ws://127.0.0.1:${httpPort}/live`,
    decide: (next) => (verdict = next),
    async close() {
      await relay.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** 1.2 s of a real stream: script, headers, key frame, frames. */
export function recording(): FlvTag[] {
  const path = join(__dirname, '../../../flv/test/fixtures/small.flv')
  return new FlvDemuxer().push(new Uint8Array(readFileSync(path)))
}
