import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../../report'
import { hasCode } from './disk'

/** How often a holder shows that it lives, ms. */
const BEAT = 2_000
/** A holder on another machine, or in another container, that has shown nothing for so long is gone, ms. */
const GONE = 10_000

const HOLDER = 'holder.json'

interface Holder {
  pid: number
  host: string
  /** When the process began, where the system tells: numbers of processes are used again. */
  began: string
  id: string
}

/** Locks of this process, which its number does not tell apart. */
const held = new Set<string>()

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

async function lives(path: string, { pid, host, began, id }: Holder): Promise<boolean> {
  if (held.has(id)) return true
  if (host !== hostname()) return Date.now() - (await fs.stat(join(path, HOLDER))).mtimeMs < GONE
  return pid !== process.pid && runs(pid) && (await beginOf(pid)) === began
}

/** @returns undefined when there is none, or one that nobody finished writing */
async function read(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await fs.readFile(join(path, HOLDER), 'utf8')) as Holder
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Moves what a dead holder left out of the way; of several who try, one succeeds. */
async function clear(path: string, folder: string): Promise<void> {
  const holder = await read(path)
  if (holder && (await lives(path, holder))) {
    const where = holder.host === hostname() ? '' : ` on ${holder.host}`
    throw new Error(
      `the journal in ${folder} is in use by process ${holder.pid}${where}: give every gateway a folder of its own, or let them share a Redis`,
    )
  }
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await fs.rename(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  const moved = await read(aside)
  // Somebody else cleared it first, and this is already theirs.
  if (moved && moved.id !== holder?.id) await fs.rename(aside, path)
  else await fs.rm(aside, { recursive: true })
}

/**
 * Puts the whole lock in place at once, so that nobody reads half of it. It is a folder, because those are never renamed over
 * one that is not empty, and need no hard links. @returns false when there is one
 */
async function put(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.id}`
  await fs.mkdir(draft)
  try {
    await fs.writeFile(join(draft, HOLDER), JSON.stringify(holder))
    await fs.rename(draft, path)
    return true
  } catch (error) {
    await fs.rm(draft, { recursive: true, force: true })
    // Windows says EPERM for all of them.
    if (hasCode(error, 'EEXIST', 'ENOTEMPTY', ...(process.platform === 'win32' ? ['EPERM'] : []))) return false
    throw error
  }
}

/**
 * Keeps a folder for this process alone, until it ends or lets go.
 * @returns lets go
 * @throws Error saying who has it
 */
export async function lock(folder: string, report: Report): Promise<() => Promise<void>> {
  const path = join(folder, 'lock')
  const id = randomBytes(9).toString('base64url')
  const holder = { pid: process.pid, host: hostname(), began: await beginOf(process.pid), id }
  while (!(await put(path, holder))) await clear(path, folder)
  held.add(id)
  const beat = setInterval(() => {
    const now = new Date()
    fs.utimes(join(path, HOLDER), now, now).catch((error: unknown) =>
      report('error', 'journal.lock', { error: String(error) }),
    )
  }, BEAT)
  beat.unref()
  return async () => {
    clearInterval(beat)
    held.delete(id)
    await fs.rm(path, { recursive: true, force: true })
  }
}
