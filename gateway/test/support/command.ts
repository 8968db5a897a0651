/** The command as people run it: its own process, bundled as it ships. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const GATEWAY = join(__dirname, '../..')

export interface Run {
  child: ChildProcess
  out: string
  err: string
  /** Resolves when the output, of either kind, contains this. */
  says(text: string | RegExp): Promise<RegExpMatchArray>
  exit: Promise<number>
}

export interface Command {
  /** A folder of its own. */
  folder: string
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Run
  /** Ends what still runs, and takes the folder away. */
  remove(): Promise<void>
}

function start(script: string, cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Run {
  const child = spawn(process.execPath, [script, ...args], { cwd, env: { PATH: process.env['PATH'], ...env } })
  const exit = once(child, 'close').then(([code]) => code as number)
  const wakes = new Set<() => void>()
  const self: Run = {
    ...{ child, out: '', err: '', exit },
    async says(text) {
      for (;;) {
        const found = self.out.match(text) ?? self.err.match(text)
        if (found) return found
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`exited ${child.exitCode ?? child.signalCode}: ${self.err}`)
        }
        await Promise.race([new Promise<void>((resolve) => wakes.add(resolve)), exit])
      }
    },
  }
  const heard = (to: 'out' | 'err') => (data: Buffer) => {
    self[to] += data.toString()
    for (const wake of wakes) wake()
    wakes.clear()
  }
  child.stdout.on('data', heard('out'))
  child.stderr.on('data', heard('err'))
  return self
}

/** Bundles the command. Under node_modules, so that its packages are found; not in dist/, which belongs to the build. */
export async function buildCommand(): Promise<Command> {
  const cache = join(GATEWAY, '../node_modules/.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'lianmai-gateway-cli-'))
  const manifest = join(GATEWAY, 'package.json')
  await cp(manifest, join(folder, 'package.json'))
  const { dependencies } = JSON.parse(await readFile(manifest, 'utf8')) as { dependencies: Record<string, string> }
  await build({
    entryPoints: [join(GATEWAY, 'src/cli.ts')],
    outdir: join(folder, 'dist'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: Object.keys(dependencies).filter((name) => name !== '@lianmai/flv'),
    alias: { '@lianmai/flv': join(GATEWAY, '../flv/src/index.ts') },
  })
  const runs: Run[] = []
  return {
    folder,
    run(args, env = {}) {
      const run = start(join(folder, 'dist/cli.js'), folder, args, env)
      runs.push(run)
      return run
    },
    async remove() {
      for (const { child } of runs) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await Promise.all(runs.map(({ exit }) => exit))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
