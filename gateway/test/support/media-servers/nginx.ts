/** A real nginx with the RTMP module, with a configuration of its own, on ports nobody has. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MODULES = [
  '/usr/lib/nginx/modules',
  '/usr/lib64/nginx/modules',
  '/usr/local/libexec/nginx',
  '/usr/share/nginx/modules',
]

/** nginx and its RTMP module, where `npm test` has found them. */
export function findNginx(): { nginx: string; module: string } | undefined {
  const nginx = process.env['NGINX'] ?? '/usr/sbin/nginx'
  const module = MODULES.map((folder) => join(folder, 'ngx_rtmp_module.so')).find((file) => existsSync(file))
  return existsSync(nginx) && module !== undefined ? { nginx, module } : undefined
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

const configuration = (module: string, folder: string, rtmp: number, http: number, hook: string): string => `
load_module ${module};
daemon off; master_process off; worker_processes 1;
pid ${folder}/pid; error_log stderr info;
events { worker_connections 64; }
rtmp { server { listen 127.0.0.1:${rtmp}; notify_update_timeout 1s; notify_update_strict on;
  application live { live on; drop_idle_publisher 10s;
    on_publish ${hook}; on_publish_done ${hook}; on_play ${hook}; on_play_done ${hook}; on_update ${hook}; } } }
http { access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${http};
    location /stat { rtmp_stat all; }
    location /control { rtmp_control all; } } }
`

export interface Nginx {
  rtmp: string
  stat: string
  control: string
  /** What it wrote, so far. */
  log(): string
  close(): Promise<void>
}

async function listening(port: number, process: ChildProcess): Promise<void> {
  for (;;) {
    if (process.exitCode !== null) throw new Error(`nginx ended with ${process.exitCode}`)
    const socket = createConnection(port, '127.0.0.1')
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (open) return
  }
}

export class NginxPorts {
  private constructor(
    readonly rtmp: number,
    readonly http: number,
  ) {}

  /** Before the gateway is there, which has to know where nginx is, as nginx has to know where the gateway is. */
  static async reserve(): Promise<NginxPorts> {
    const [rtmp = 0, http = 0] = await freePorts(2)
    return new NginxPorts(rtmp, http)
  }

  async start({ nginx, module }: { nginx: string; module: string }, hook: string): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'lianmai-nginx-'))
    writeFileSync(join(folder, 'nginx.conf'), configuration(module, folder, this.rtmp, this.http, hook))
    const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let log = ''
    child.stderr.on('data', (data: Buffer) => (log += data.toString()))
    await listening(this.http, child)
    return {
      ...this.urls(),
      log: () => log,
      async close() {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
        rmSync(folder, { recursive: true, force: true })
      },
    }
  }

  urls(): Pick<Nginx, 'rtmp' | 'stat' | 'control'> {
    const http = `http://127.0.0.1:${this.http}`
    return { rtmp: `rtmp://127.0.0.1:${this.rtmp}`, stat: `${http}/stat`, control: `${http}/control` }
  }
}
