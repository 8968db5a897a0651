#!/usr/bin/env node
import { createRequire } from 'node:module'
import { COMMANDS } from './cli/index'
import { helpText, readAgain, readCommandLine, UsageError, type CliCommand } from './cli-options'
import { configOf } from './config/load'
import { createGateway, type Gateway } from './gateway'
import { supervise } from './process'
import { lineReport } from './report'

/** 2: the command line is wrong. 1: it could not start. */
const USAGE = 2
const FAILED = 1

function complain(message: string, code: number): void {
  process.stderr.write(`lianmai-gateway: ${message}\n`)
  process.exitCode = code
}

function startProblem(error: unknown): { message: string; code: number } {
  if (error instanceof TypeError) return { message: error.message, code: USAGE }
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  const where = `${address ?? ''}:${port ?? ''}`
  const remedy = 'choose another with --port or --rtmp-port (0 picks a free one)'
  if (code === 'EADDRINUSE')
    return { message: `${where} is in use: stop what listens there, or ${remedy}`, code: FAILED }
  if (code === 'EACCES' && port !== undefined)
    return { message: `no permission to listen on ${where}: ports below 1024 need it; ${remedy}`, code: FAILED }
  if (code === 'EADDRNOTAVAIL') return { message: `${where} is no address of this machine; see --host`, code: FAILED }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), code: FAILED }
}

function printDev(gateway: Gateway, room: string): void {
  const { urls } = gateway
  const lines = [
    `rooms       ${urls.ws}`,
    `tokens      POST ${urls.http}/dev/token  {"user":"ann","room":"${room}","role":"anchor"}`,
    `push RTMP   ${gateway.ingestUrl(room, 'rtmp')}`,
    `            e.g. ffmpeg -re -i film.mp4 -c:v libx264 -bf 0 -c:a aac -f flv "<that address>"`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  gateway.on('stream', ({ room: where, streamId, rtmp, flv }) => {
    process.stdout.write(`stream ${streamId} is live in room ${where}\n  ${rtmp}\n  ${flv}\n`)
  })
}

async function serve({ options, devRoom, logging }: Extract<CliCommand, { run: 'serve' }>): Promise<void> {
  const report = lineReport(logging.format, logging.level, (line) => process.stderr.write(line))
  const starting = createGateway({ ...options, report })
  // From the first moment on: a signal that comes while it starts must not cut what it is writing.
  supervise({
    timeout: options.shutdown.timeout,
    report,
    close: async (how) => (await starting).close(how),
    reload: async () => (await starting).reload(readAgain(process.argv.slice(2), process.env)),
  })
  const gateway = await starting
  if (options.dev) printDev(gateway, devRoom)
}

/** @returns false when the first word is no command */
function perform([word = '', ...args]: readonly string[]): boolean {
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined
  if (!command) return false
  const readKeys = (given: readonly string[]) => configOf(given, process.env).keys
  const { code, stdout, stderr } = command(args, { env: process.env, nowMs: Date.now(), readKeys })
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  process.exitCode = code
  return true
}

async function main(): Promise<void> {
  if (perform(process.argv.slice(2))) return
  const command = readCommandLine(process.argv.slice(2), process.env, process.stderr.isTTY)
  switch (command.run) {
    case 'help':
      process.stdout.write(helpText())
      return
    case 'version': {
      const { version } = createRequire(import.meta.url)('../package.json') as { version: string }
      process.stdout.write(`${version}\n`)
      return
    }
    case 'check':
      process.stdout.write('The configuration is good.\n')
      return
    case 'serve':
      return serve(command)
  }
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) return complain(error.message, USAGE)
  const { message, code } = startProblem(error)
  complain(message, code)
})
