// `npm run demo`: build, gateway, preview, and the addresses; nothing else is needed on the machine.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const HELP = `npm run demo -- [options]

  --port N          preview (default 5173)
  --gateway-port N  rooms, HTTP-FLV and WS-FLV (default 8787)
  --rtmp-port N     RTMP (default 1935)
  --room ID         room of the two phones and of the printed push address (default demo)
  --lang zh|en      language of the phones (default zh)
  --theme light|dark
  --no-build        use what was built last time

A port of 0 takes any free one.
`

function options() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '5173' },
        'gateway-port': { type: 'string', default: '8787' },
        'rtmp-port': { type: 'string', default: '1935' },
        room: { type: 'string', default: 'demo' },
        lang: { type: 'string' },
        theme: { type: 'string' },
        'no-build': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`)
    process.exit(2)
  }
}

const started = performance.now()
const values = options()
if (values.help) {
  console.log(HELP)
  process.exit(0)
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
if (!values['no-build']) {
  const { status } = spawnSync(process.execPath, ['node_modules/gulp/bin/gulp.js', 'demo', '--silent'], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

const { createGateway } = await import('../gateway/dist/index.js')
const { createPreview } = await import('../preview/dist/index.js')

async function start() {
  const gateway = await createGateway({
    dev: true,
    host: '127.0.0.1',
    port: Number(values['gateway-port']),
    rtmpPort: Number(values['rtmp-port']),
  })
  const room = values.room
  const preview = await createPreview({
    folder: 'demo',
    port: Number(values.port),
    phones: [
      `pages/live-anchor/index?room=${room}&live=1&name=${encodeURIComponent('小林')}`,
      `pages/live-viewer/index?room=${room}&name=Anna`,
    ],
    ext: { gateway: gateway.urls.ws },
    // The gateway speaks WS-FLV itself, so the browser needs no bridge.
    mediaMap: { [gateway.urls.rtmp]: gateway.urls.ws, [gateway.urls.http]: gateway.urls.ws },
    ...(values.lang ? { language: values.lang } : {}),
    ...(values.theme ? { theme: values.theme } : {}),
  }).catch(async (error) => {
    await gateway.close()
    throw error
  })
  return { gateway, preview, room }
}

const { gateway, preview, room } = await start().catch((error) => {
  console.error(error.message)
  process.exit(1)
})

const ingest = gateway.ingestUrl(room, 'camera')
console.log(`
lianmai demo, ready in ${((performance.now() - started) / 1000).toFixed(1)} s

  Open       ${preview.url}
  Gateway    ${gateway.urls.ws}   (${gateway.urls.http}/healthz)
  Push here  ${ingest}
             (OBS: Server ${ingest.slice(0, ingest.lastIndexOf('/'))}   Stream key ${ingest.slice(ingest.lastIndexOf('/') + 1)})

  Try        ffmpeg -re -f lavfi -i testsrc2=size=640x360:rate=30 -f lavfi -i sine -c:v libx264 -tune zerolatency \\
               -pix_fmt yuv420p -g 30 -c:a aac -f flv '${ingest}'

Streams of the room play from the addresses below, in ffplay or VLC. Ctrl-C ends the demo.
`)

gateway.on('stream', ({ streamId, rtmp, flv }) => {
  console.log(`stream ${streamId}\n  RTMP      ${rtmp}\n  HTTP-FLV  ${flv}`)
})

let closing = false
async function close() {
  if (closing) return
  closing = true
  await Promise.all([preview.close(), gateway.close()])
  process.exit(0)
}
process.on('SIGINT', close)
process.on('SIGTERM', close)
