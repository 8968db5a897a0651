/** The command as people run it: its own process, bundled as it ships. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { WebSocket } from 'ws'

jest.setTimeout(30_000)

const GATEWAY = join(__dirname, '..')
let folder: string

beforeAll(async () => {
  // Under node_modules, so that `ws` is found; not in dist/, which belongs to the build.
  const cache = join(GATEWAY, '../node_modules/.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'lianmai-gateway-cli-'))
  await cp(join(GATEWAY, 'package.json'), join(folder, 'package.json'))
  await build({
    entryPoints: [join(GATEWAY, 'src/cli.ts')],
    outdir: join(folder, 'dist'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['ws'],
    alias: { '@lianmai/flv': join(GATEWAY, '../flv/src/index.ts') },
  })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

interface Run {
  child: ChildProcess
  out: string
  err: string
  /** Resolves when the output contains this. */
  says(text: string | RegExp): Promise<RegExpMatchArray>
  exit: Promise<number>
}

function run(args: string[], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, [join(folder, 'dist/cli.js'), ...args], {
    env: { PATH: process.env['PATH'], ...env },
  })
  const exit = once(child, 'close').then(([code]) => code as number)
  const self: Run = {
    child,
    out: '',
    err: '',
    exit,
    async says(text) {
      for (;;) {
        const found = self.out.match(text)
        if (found) return found
        await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), exit])
        if (child.exitCode !== null && !self.out.match(text)) throw new Error(`exited ${child.exitCode}: ${self.err}`)
      }
    },
  }
  child.stdout?.on('data', (data: Buffer) => (self.out += data.toString()))
  child.stderr?.on('data', (data: Buffer) => (self.err += data.toString()))
  return self
}

test('--help and --version', async () => {
  const [help, version] = [run(['--help']), run(['--version'])]
  expect(await help.exit).toBe(0)
  expect(help.out).toContain('lianmai-gateway --dev')
  expect(await version.exit).toBe(0)
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('a mistake: one sentence, no stack, exit 2', async () => {
  const started = run([])
  expect(await started.exit).toBe(2)
  expect(started.err).toContain('No key to check tokens with')
  expect(started.err).not.toContain('    at ')
})

test('a port in use: says which and what to do, exit 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  for (const args of [
    ['--port', String(port), '--rtmp-port', '0'],
    ['--port', '0', '--rtmp-port', String(port)],
  ]) {
    const started = run(['--dev', ...args])
    expect(await started.exit).toBe(1)
    expect(started.err).toContain(`127.0.0.1:${port} is in use: stop what listens there, or choose another with --port`)
  }
  taken.close()
})

test('--dev prints where everything is; SIGTERM says goodbye and ends', async () => {
  const started = run(['--dev', '--port', '0', '--rtmp-port', '0', '--dev-room', 'class-1'])
  const [, url] = await started.says(/rooms +(ws:\S+)/)
  const [, ingest] = await started.says(/push RTMP +(rtmp:\S+)/)
  expect(ingest).toMatch(/\/live\/class-1~rtmp~ext\?t=[0-9a-f]+&s=[\w-]{22}$/)
  const body = JSON.stringify({ user: 'ann', room: 'class-1', role: 'anchor' })
  const response = await fetch(`${url?.replace('ws', 'http')}/dev/token`, { method: 'POST', body })
  const { token } = (await response.json()) as { token: string }
  const socket = new WebSocket(url as string)
  await once(socket, 'open')
  socket.send(JSON.stringify({ t: 'hi', v: 1, tok: token, pk: 'pk' }))
  await once(socket, 'message')
  started.child.kill('SIGTERM')
  expect((await once(socket, 'close'))[0]).toBe(1012)
  expect(await started.exit).toBe(0)
  expect(started.err).not.toContain(token)
  expect(started.err).not.toContain('&s=')
})
