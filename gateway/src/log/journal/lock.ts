import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Report } from '../../report'
import { hasCode } from './disk'

/** How often a holder shows that it lives, ms. */
const BEAT = 2_000
/** A holder on another machine, or in another container, that has shown nothing for so long is gone, ms. */
const GONE = 10_000

/** Every process that wants the folder has a file of its own, so that nobody ever removes another's by mistake. */
const NAME = /^lock-[\w-]+$/
/** Follows what the file says of its process once that has the folder. */
const HELD = '\nheld'

interface Rival {
  id: string
  pid: number
  host: string
  /** When the process began, where the system tells: numbers of processes are used again. */
  began: string
  held: boolean
}

/** Ids of this process, which its number does not tell apart. */
const own = new Set<string>()

async function beginOf(pid: number): Promise<string> {
  try {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'latin1')
    // The name of the program, in brackets, may hold spaces; the begin is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    // Not Linux, or no such process; which of both is asked elsewhere.
    return ''
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

async function lives(path: string, { pid, host, began, id }: Rival): Promise<boolean> {
  if (own.has(id)) return true
  if (host !== hostname()) return Date.now() - (await fs.stat(path)).mtimeMs < GONE
  return pid !== process.pid && runs(pid) && (await beginOf(pid)) === began
}

/** @returns undefined when it has gone meanwhile; files of processes that have ended are removed */
async function rival(path: string): Promise<Rival | undefined> {
  try {
    const text = await fs.readFile(path, 'utf8')
    const [json = ''] = text.split('\n')
    const found = { ...(JSON.parse(json) as Omit<Rival, 'held'>), held: text.endsWith(HELD) }
    if (await lives(path, found)) return found
    await fs.rm(path, { force: true })
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  return undefined
}

async function rivals(folder: string, id: string): Promise<Rival[]> {
  const names = (await fs.readdir(folder)).filter((name) => NAME.test(name) && name !== `lock-${id}`)
  const found = await Promise.all(names.map((name) => rival(join(folder, name))))
  return found.filter((one) => one !== undefined)
}

/**
 * Waits until nobody else can have the folder. Everybody's file is there before they look at the others', so of two at
 * least one sees the other: the one with the greater id goes, and the other waits until it has gone, or has the folder because it
 * looked before.
 */
async function prevail(folder: string, id: string): Promise<void> {
  for (;;) {
    const others = await rivals(folder, id)
    const winner = others.find((other) => other.held || other.id < id)
    if (winner) {
      const where = winner.host === hostname() ? '' : ` on ${winner.host}`
      throw new Error(
        `the journal in ${folder} is in use by process ${winner.pid}${where}: give every gateway a folder of its own, or let them share a Redis`,
      )
    }
    if (others.length === 0) return
    await nextTurn()
  }
}

/**
 * Keeps a folder for this process alone, until it ends or lets go.
 * @returns lets go
 * @throws Error saying who has it
 */
export async function lock(folder: string, report: Report): Promise<() => Promise<void>> {
  const id = randomBytes(9).toString('base64url')
  const path = join(folder, `lock-${id}`)
  const about = { id, pid: process.pid, host: hostname(), began: await beginOf(process.pid) }
  // At once under its name, so that nobody reads half of it.
  await fs.writeFile(`${path}.draft`, JSON.stringify(about))
  await fs.rename(`${path}.draft`, path)
  own.add(id)
  const beat = setInterval(() => {
    const now = new Date()
    fs.utimes(path, now, now).catch((error: unknown) => report('error', 'journal.lock', { error: String(error) }))
  }, BEAT).unref()
  const release = async (): Promise<void> => {
    clearInterval(beat)
    own.delete(id)
    await fs.rm(path, { force: true })
  }
  try {
    await prevail(folder, id)
    await fs.appendFile(path, HELD)
  } catch (error) {
    await release()
    throw error
  }
  return release
}
