/** A real nginx with deploy/nginx.conf, in front of gateways on ports of this machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CONFIG = join(__dirname, '../../../deploy/nginx.conf')

/** Where `npm test` has found it. */
export function findNginx(): string | undefined {
  const nginx = process.env['NGINX'] ?? '/usr/sbin/nginx'
  return existsSync(nginx) ? nginx : undefined
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The file as it is deployed, but for names, ports and folders. Throws when it no longer has what is to be replaced. */
function configuration(folder: string, replaced: Record<string, string>): string {
  let text = readFileSync(CONFIG, 'utf8')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`)
  const all = {
    ...replaced,
    'worker_processes auto;': 'worker_processes 1;',
    'http {': `http {\n${temporary.join('\n')}`,
  }
  for (const [before, after] of Object.entries(all)) {
    if (!text.includes(before)) throw new Error(`deploy/nginx.conf has no "${before}"`)
    text = text.replaceAll(before, after)
  }
  return text
}

export interface Front {
  /** http://127.0.0.1:port, what clients reach; and what media servers do. */
  outside: string
  inside: string
  /** The access log, so far. */
  log(): string
  close(): Promise<void>
}

/** @param gateways ports of two; the first also has the relay */
export async function startFront(nginx: string, gateways: readonly [number, number]): Promise<Front> {
  const folder = mkdtempSync(join(tmpdir(), 'lianmai-nginx-'))
  const [outside, inside] = [await freePort(), await freePort()]
  const config = configuration(folder, {
    'gateway-1:8787': `127.0.0.1:${gateways[0]}`,
    'gateway-2:8787': `127.0.0.1:${gateways[1]}`,
    'srs:8080': `127.0.0.1:${gateways[0]}`,
    'listen 80;': `listen 127.0.0.1:${outside};`,
    'listen 8081;': `listen 127.0.0.1:${inside};`,
    '/dev/stdout': `${folder}/access.log`,
  })
  writeFileSync(join(folder, 'nginx.conf'), config)
  const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', `daemon off; pid ${folder}/pid;`])
  let complaints = ''
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()))
  const ended = once(child, 'close')
  for (let open = false; !open;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${complaints}`)
    const socket = createConnection(outside, '127.0.0.1')
    open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(
        () => false,
        () => false,
      ),
    ]).catch(() => false)
    socket.destroy()
  }
  return {
    outside: `http://127.0.0.1:${outside}`,
    inside: `http://127.0.0.1:${inside}`,
    log: () => readFileSync(join(folder, 'access.log'), 'utf8'),
    async close() {
      child.kill('SIGQUIT')
      setTimeout(() => child.kill('SIGKILL'), 2_000).unref()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
