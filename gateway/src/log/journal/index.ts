/**
 * Rooms in memory, with a journal on disk: an append resolves when it is in its room's file, and a gateway that comes back finds
 * everything that was acknowledged. For one gateway; several share a Redis.
 */
import { join } from 'node:path'
import { silent, type Report } from '../../report'
import type { Follower, LogEngine } from '../../room/log'
import { nodeDisk, type Disk } from './disk'
import type { Store } from './file'
import { Handles } from './handles'
import { JournalLog } from './journal-log'
import { lock } from './lock'
import { fileOf, roomOf, TEMPORARY } from './names'
import { recover } from './recover'

export interface JournalOptions {
  /** Folder of the journal; made if it is not there. One gateway a folder. */
  dir: string
  /** Events kept per room for clients that come back. Default 4,096. */
  ring?: number
  /**
   * What an acknowledged message survives. `none`: the end of this process, `kill -9` too; the operating system writes it to the
   * disk within seconds. `batch`: a power cut too, because the disk is asked to finish after every write (fdatasync); expect a
   * few milliseconds per write. After a power cut with `none`, clients that had more than the disk are told that there is
   * a gap. Default `none`.
   */
  sync?: 'none' | 'batch'
  /** A room's file is begun anew when it has more bytes than this, and entries for two rings. Default 8 MiB. */
  rotateBytes?: number
  /** Files held open at most. Default 512. */
  handles?: number
  report?: Report
  /** The file system. Default: Node's. */
  disk?: Disk
}

type Resolved = Required<JournalOptions>

/** @throws TypeError that names the option and says what it should be */
function resolve(options: JournalOptions): Resolved {
  const { ring = 4_096, sync = 'none', rotateBytes = 8 * 1024 * 1024, handles = 512, report = silent } = options
  if (typeof options.dir !== 'string' || options.dir === '')
    throw new TypeError('dir must name the folder of the journal')
  if (sync !== 'none' && sync !== 'batch') throw new TypeError(`sync must be none or batch, not ${String(sync)}`)
  for (const [name, value] of Object.entries({ ring, rotateBytes, handles })) {
    if (!Number.isInteger(value) || value < 1)
      throw new TypeError(`${name} must be a whole number above 0, not ${value}`)
  }
  return { dir: options.dir, ring, sync, rotateBytes, handles, report, disk: options.disk ?? nodeDisk }
}

class Journal implements LogEngine {
  private readonly logs = new Map<string, JournalLog>()
  /** What is being done with a room: nothing else is, until it is done. */
  private readonly turns = new Map<string, Promise<unknown>>()
  /** Rooms whose last write failed, and why. */
  private readonly failing = new Map<string, string>()
  private readonly folder: string
  private readonly store: Store
  private closing: Promise<void> | undefined

  constructor(
    private readonly options: Resolved,
    private readonly unlock: () => Promise<void>,
  ) {
    const { dir, disk, handles, report, sync } = options
    this.folder = join(dir, 'rooms')
    this.store = { disk, handles: new Handles(disk, handles, report), sync: sync === 'batch' }
  }

  async begin(): Promise<void> {
    const { disk } = this.options
    await disk.makeFolder(this.folder)
    // Their rooms' files are whole: these were not finished.
    const unfinished = (await disk.list(this.folder)).filter((name) => name.endsWith(TEMPORARY))
    for (const name of unfinished) await disk.remove(join(this.folder, name))
  }

  open(room: string, follower: Follower): Promise<JournalLog> {
    return this.turn(room, async () => {
      if (this.closing) throw new Error('the journal is closed')
      if (this.logs.has(room)) throw new Error(`room ${room} is open already: one follower a room`)
      const { ring, rotateBytes, report } = this.options
      const recovered = await recover(room, this.path(room), this.store, report)
      const outcome = (name: string, error?: unknown): void => this.outcome(name, error)
      const log = new JournalLog(room, recovered, follower, { store: this.store, report, ring, rotateBytes, outcome })
      log.restore(recovered.found)
      this.logs.set(room, log)
      return log
    })
  }

  async abandoned(): Promise<string[]> {
    const names = await this.options.disk.list(this.folder)
    return names.map(roomOf).filter((room): room is string => room !== undefined && !this.logs.has(room))
  }

  evict(room: string): Promise<void> {
    return this.turn(room, async () => {
      await this.logs.get(room)?.close('abort')
      await this.options.disk.remove(this.path(room))
      this.logs.delete(room)
      this.failing.delete(room)
    })
  }

  async health(): Promise<{ ok: true } | { ok: false; why: string }> {
    if (this.closing) return { ok: false, why: 'the journal is closed' }
    try {
      await this.probe()
      return { ok: true }
    } catch (error) {
      return { ok: false, why: `the journal in ${this.options.dir} cannot be written: ${String(error)}` }
    }
  }

  close(): Promise<void> {
    this.closing ??= this.end()
    return this.closing
  }

  private async end(): Promise<void> {
    await Promise.all(this.turns.values())
    await Promise.all(Array.from(this.logs.values(), (log) => log.close('finish')))
    await this.unlock()
  }

  /** Whether a block can be written now; rooms may have been silent since the disk was full, or not know yet that it is. */
  private async probe(): Promise<void> {
    const { disk, dir } = this.options
    const path = join(dir, 'probe')
    const fd = await disk.open(path, 'create')
    try {
      await disk.write(fd, Buffer.alloc(4_096), 0)
    } finally {
      await disk.close(fd)
      await disk.remove(path)
    }
  }

  /** Reported when it changes, not at every append. */
  private outcome(room: string, error: unknown): void {
    if (error === undefined) {
      if (this.failing.delete(room)) this.options.report('info', 'journal.writes', { room })
    } else if (!this.failing.has(room)) {
      this.failing.set(room, String(error))
      this.options.report('error', 'journal.fails', { room, error: String(error) })
    }
  }

  private path(room: string): string {
    return join(this.folder, fileOf(room))
  }

  private turn<T>(room: string, run: () => Promise<T>): Promise<T> {
    const result = (this.turns.get(room) ?? Promise.resolve()).then(run)
    const settled = result.then(
      () => undefined,
      () => undefined, // who called hears of it
    )
    this.turns.set(room, settled)
    void settled.then(() => this.turns.get(room) === settled && this.turns.delete(room))
    return result
  }
}

/**
 * Opens the journal in a folder.
 * @throws TypeError for options that cannot be; Error when another process uses the folder
 */
export async function journalEngine(options: JournalOptions): Promise<LogEngine> {
  const resolved = resolve(options)
  await resolved.disk.makeFolder(resolved.dir)
  const unlock = await lock(resolved.dir, resolved.report)
  const journal = new Journal(resolved, unlock)
  try {
    await journal.begin()
  } catch (error) {
    await unlock()
    throw error
  }
  return journal
}
