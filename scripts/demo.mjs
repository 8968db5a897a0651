// `npm run demo`: build, gateway, people and cameras, preview, and the addresses; nothing else is needed on the machine.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'

const HELP = `npm run demo -- [options]

  --port N          preview (default 5173)
  --gateway-port N  rooms, HTTP-FLV and WS-FLV (default 8787)
  --rtmp-port N     RTMP (default 1935)
  --phone PAGE      a phone that opens this page, e.g. pages/live-anchor/index?room=demo; repeat for several
                    (default: home, a show, a wall of cameras)
  --room ID         room of the printed push address (default demo)
  --no-cast         nobody in the rooms, no cameras
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
        phone: { type: 'string', multiple: true },
        room: { type: 'string', default: 'demo' },
        'no-cast': { type: 'boolean', default: false },
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

const { createPreview } = await import('../preview/dist/index.js')

/** What a person who looks for the first time sees. */
const FIRST = [
  'pages/home/index',
  `pages/live-viewer/index?room=show&name=${values.lang === 'en' ? 'Me' : encodeURIComponent('我')}`,
  'pages/monitor/index?room=wall',
]

const stage = new Worker(new URL('../cast/stage.mjs', import.meta.url), {
  workerData: {
    gateway: { host: '127.0.0.1', port: Number(values['gateway-port']), rtmpPort: Number(values['rtmp-port']) },
    room: values.room,
    language: values.lang ?? 'zh',
    cast: !values['no-cast'],
  },
})
stage.on('message', ({ stream, trouble }) => {
  if (trouble) console.error(trouble)
  if (stream?.room === values.room)
    console.log(`stream ${stream.streamId}\n  RTMP      ${stream.rtmp}\n  HTTP-FLV  ${stream.flv}`)
})

const playing = new Promise((resolve, reject) => {
  stage.on('message', ({ ready }) => ready && resolve(ready))
  stage.once('error', reject)
})

async function end() {
  const gone = once(stage, 'exit')
  stage.postMessage('close')
  await gone
}

async function start() {
  const ready = await playing
  const { urls } = ready
  const preview = await createPreview({
    folder: 'demo',
    port: Number(values.port),
    phones: values.phone ?? FIRST,
    ext: { gateway: urls.ws },
    // The gateway speaks WS-FLV itself, so the browser needs no bridge.
    mediaMap: { [urls.rtmp]: urls.ws, [urls.http]: urls.ws },
    ...(values.lang ? { language: values.lang } : {}),
    ...(values.theme ? { theme: values.theme } : {}),
  }).catch(async (error) => {
    await end()
    throw error
  })
  return { ...ready, preview }
}

const { urls, ingest, preview } = await start().catch((error) => {
  console.error(error.message)
  process.exit(1)
})

console.log(`
lianmai demo, ready in ${((performance.now() - started) / 1000).toFixed(1)} s

  Open       ${preview.url}
  Gateway    ${urls.ws}   (${urls.http}/healthz)
  Push here  ${ingest}
             (OBS: Server ${ingest.slice(0, ingest.lastIndexOf('/'))}   Stream key ${ingest.slice(ingest.lastIndexOf('/') + 1)})

  Try        ffmpeg -re -f lavfi -i testsrc2=size=640x360:rate=30 -f lavfi -i sine -c:v libx264 -tune zerolatency \\
               -pix_fmt yuv420p -g 30 -c:a aac -f flv '${ingest}'

Streams of the room play from the addresses below, in ffplay or VLC. Ctrl-C ends the demo.
`)

let closing = false
async function close() {
  if (closing) return
  closing = true
  await Promise.all([preview.close(), end()])
  process.exit(0)
}
process.on('SIGINT', close)
process.on('SIGTERM', close)
