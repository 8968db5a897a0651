#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { BadArgumentsError, HELP, parseArguments } from './arguments'
import { createPreview, formatDiagnostic, NotAMiniProgramError, PortInUseError } from './index'

/** What a person can act on is said in one sentence; anything else keeps its stack. */
function report(error: unknown): void {
  const expected =
    error instanceof BadArgumentsError || error instanceof NotAMiniProgramError || error instanceof PortInUseError
  console.error(expected ? error.message : error)
  process.exitCode = 1
}

function version(): string {
  const manifest = path.join(import.meta.dirname, '..', 'package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

async function main(): Promise<void> {
  const { values, options } = parseArguments(process.argv.slice(2))
  if (values.help) return void console.log(HELP)
  if (values.version) return void console.log(version())
  if (options === undefined) throw new BadArgumentsError(`Which folder? Give the mini-program's.\n\n${HELP}`)
  const preview = await createPreview(options)
  console.log(preview.url)
  for (const diagnostic of preview.diagnostics()) console.error(formatDiagnostic(diagnostic))
  const stop = () => void preview.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch(report)
