// Child processes that answer questions over IPC, each on a core of its own where the system can do that.
import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

let pins
/** Linux with util-linux, and cores to choose from. */
function canPin() {
  pins ??= availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0
  return pins
}

const running = new Set()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/** @param core the processor it runs on; undefined: any */
export function spawnOn(core, command, args, options) {
  const line = core !== undefined && canPin() ? ['taskset', '-c', String(core), command, ...args] : [command, ...args]
  const child = spawn(line[0], line.slice(1), options)
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/**
 * Starts a script that calls {@link answer}.
 * @param options.flags of Node, e.g. `--cpu-prof`
 */
export function startChild(file, { core, flags = [] } = {}) {
  const args = ['--expose-gc', ...flags, file]
  const child = spawnOn(core, process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const open = new Map()
  let last = 0
  let wanted = false
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const broken = new Promise((_resolve, reject) => {
    child.once('exit', (code, signal) => wanted || reject(new Error(`${file} ended by itself (${code ?? signal})`)))
  })
  // Whoever waits for it is told; if nobody does, nobody is harmed.
  broken.catch(() => undefined)
  child.on('message', ({ id, value, error }) => {
    // A server may have things of its own to say to whom started it.
    if (!open.has(id)) return
    const { resolve, reject } = open.get(id)
    open.delete(id)
    if (error) reject(new Error(error))
    else resolve(value)
  })
  return {
    /** Rejects when it ends without having been killed. */
    broken,
    ask(name, data) {
      const id = ++last
      const reply = new Promise((resolve, reject) => {
        open.set(id, { resolve, reject })
        child.send({ id, name, data }, (error) => error && reject(error))
      })
      return Promise.race([reply, broken])
    },
    /** Asks it to end by itself, which is when a profile is written. */
    exit() {
      wanted = true
      child.send({ name: 'exit' })
      return exited
    },
    kill(signal = 'SIGKILL') {
      wanted = true
      child.kill(signal)
      return exited
    },
  }
}

/** In a child: answers the parent's questions by name. */
export function answer(handlers) {
  process.on('message', ({ id, name, data }) => {
    if (name === 'exit') return process.exit(0)
    Promise.resolve()
      .then(() => handlers[name](data))
      .then(
        (value) => process.send({ id, value }),
        (error) => process.send({ id, error: error.stack ?? String(error) }),
      )
  })
  process.once('disconnect', () => process.exit(0))
}

/** Processor time in seconds, memory in bytes; memory after garbage collection when asked. */
export function usage({ gc = false } = {}) {
  if (gc) for (let i = 0; i < 3; i++) global.gc()
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return { cpu: (user + system) / 1e6, at: performance.now() / 1e3, rss, heapUsed }
}
