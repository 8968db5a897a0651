/** One origin with everything a test of the live tags needs: harness page, real relay, real bridge, RTMP port. */
import { build } from 'esbuild'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createRelay } from '../../../../gateway/src/media/relay'
import type { MediaRelay, MediaRequest, MediaVerdict } from '../../../../gateway/src/media/types'
import { createBridge } from '../../../src/bridge'
import { MEDIA_BRIDGE_PATH } from '../../../host/settings'

export interface MediaSite {
  /** `http://127.0.0.1:<port>`: harness page, and HTTP-FLV below `/live`. */
  origin: string
  relay: MediaRelay
  /** `rtmp://127.0.0.1:<port>`, mapped to WS-FLV for phones made with {@link MediaSite.mapped}. */
  rtmp: string
  /** Surroundings whose RTMP URLs go straight to the relay, or through the bridge. */
  mapped: { bridge: string; map: { from: string; to: string }[] }
  bridged: { bridge: string; map: [] }
  /** Replaces the answer to everybody who wants to push or play; default yes. */
  verdict: (request: MediaRequest) => MediaVerdict
  close(): Promise<void>
}

async function harness(): Promise<string> {
  const result = await build({
    entryPoints: [path.join(__dirname, 'harness.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    alias: { '@lianmai/flv': path.resolve(__dirname, '../../../../flv/src/index.ts') },
    logLevel: 'error',
  })
  return result.outputFiles[0]!.text
}

/** @param graceMs how long a stream waits for its next publisher; by default it ends with its connection */
export async function startMediaSite({ graceMs = 0 } = {}): Promise<MediaSite> {
  const script = await harness()
  const relay = createRelay({
    graceMs,
    hooks: {
      authorize: (request) => Promise.resolve(site.verdict(request)),
      published: () => undefined,
      unpublished: () => undefined,
    },
  })
  const bridge = createBridge()
  const server = createServer((request, response) => {
    if (relay.handleHttp(request, response)) return
    const isScript = request.url === '/lab.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? script : '<!doctype html><body><script src="/lab.js"></script>')
  })
  server.on('upgrade', (request, socket, head) => {
    if (!bridge.handleUpgrade(request, socket, head) && !relay.handleUpgrade(request, socket, head)) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const rtmp = `rtmp://127.0.0.1:${await relay.listenRtmp(0, '127.0.0.1')}`
  const bridgeUrl = `ws://${host}${MEDIA_BRIDGE_PATH}`
  const site: MediaSite = {
    origin: `http://${host}`,
    relay,
    rtmp,
    mapped: { bridge: bridgeUrl, map: [{ from: rtmp, to: `ws://${host}` }] },
    bridged: { bridge: bridgeUrl, map: [] },
    verdict: () => ({ ok: true }),
    async close() {
      await bridge.close()
      await relay.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return site
}
