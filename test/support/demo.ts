/** `npm run demo` as a child process on free ports, and what it printed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = path.resolve(__dirname, '../..')

export interface Demo {
  url: string
  ingest: string
  readySeconds: number
  /** Every line printed so far. */
  lines: string[]
  /** Resolves with the first line, printed or yet to come, that matches. */
  line(pattern: RegExp): Promise<RegExpExecArray>
  close(): Promise<void>
}

export async function startDemo(args: string[] = []): Promise<Demo> {
  const ports = ['--port', '0', '--gateway-port', '0', '--rtmp-port', '0']
  const child = spawn(process.execPath, ['scripts/demo.mjs', '--no-build', ...ports, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      waiting.forEach((look) => look())
    })
  const line = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = lines.map((text) => pattern.exec(text)).find(Boolean)
        if (found) done(() => resolve(found))
      }
      const ended = () => done(() => reject(new Error(`the demo ended before ${pattern}:\n${lines.join('\n')}`)))
      const done = (settle: () => void) => {
        waiting.delete(look)
        child.off('exit', ended)
        settle()
      }
      waiting.add(look)
      child.once('exit', ended)
      look()
    })
  const [, seconds] = await line(/ready in ([\d.]+) s/)
  const [, url] = await line(/Open\s+(\S+)/)
  const [, ingest] = await line(/Push here\s+(\S+)/)
  return { url: url!, ingest: ingest!, readySeconds: Number(seconds), lines, line, close: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
