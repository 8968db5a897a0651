// A Redis of the bench's own: append-only file on, in a temporary folder, on a free port.
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { spawnOn } from './processes.mjs'

const BINARY = process.env.REDIS_SERVER || 'redis-server'

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** One inline command. @returns the raw reply */
function command(port, text) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`${text}\r\nQUIT\r\n`))
    const parts = []
    socket.on('data', (part) => parts.push(part))
    socket.once('error', reject)
    socket.once('end', () => resolve(Buffer.concat(parts).toString()))
  })
}

async function answers(port, until) {
  for (;;) {
    try {
      return await command(port, 'PING')
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

export async function startRedis({ core } = {}) {
  const dir = mkdtempSync(path.join(tmpdir(), 'lianmai-bench-redis-'))
  const port = await freePort()
  const settings = { port, bind: '127.0.0.1', dir, appendonly: 'yes', appendfsync: 'everysec', save: '' }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawnOn(core, BINARY, args, { stdio: 'ignore' })
  const exited = new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject))
  await Promise.race([
    answers(port, Date.now() + 10_000),
    exited.then(() => Promise.reject(new Error(`${BINARY} ended at once; set REDIS_SERVER=/path/to/redis-server`))),
  ])
  return {
    url: `redis://127.0.0.1:${port}`,
    /** Processor time in seconds, network bytes. */
    async usage() {
      const info = await command(port, 'INFO everything')
      const number = (name) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1])
      return {
        cpu: number('used_cpu_sys') + number('used_cpu_user'),
        bytesIn: number('total_net_input_bytes'),
        bytesOut: number('total_net_output_bytes'),
        commands: number('total_commands_processed'),
      }
    },
    async close() {
      child.kill('SIGKILL')
      await exited
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
