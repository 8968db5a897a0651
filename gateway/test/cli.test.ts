/** The command line, as people meet it. */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { buildCommand, type Command, type Run } from './support/command'

jest.setTimeout(30_000)

let command: Command
const run = (args: string[], env?: NodeJS.ProcessEnv): Run => command.run(args, env)

beforeAll(async () => {
  command = await buildCommand()
})

afterAll(() => command.remove())

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
