import { dirname } from 'node:path'
import { hasCode, type Disk } from './disk'
import type { Handles } from './handles'

/** Where and how files are written. */
export interface Store {
  disk: Disk
  handles: Handles
  /** Whether a write is on the disk itself when it resolves, or only safe from this process's end. */
  sync: boolean
}

/** Copies what is appended while the next generation is being written. */
export interface Shadow {
  appended(data: Buffer): void
}

/** A room's file: grows by whole records, or stays as it was. */
export class JournalFile {
  /** Told of every append that succeeded. */
  shadow: Shadow | undefined
  /** The file on the disk cannot be trusted or is gone; the next generation must take its place before anything is appended. */
  unusable = false
  private dirty: boolean

  /**
   * @param size bytes that are good; 0: there need not be a file
   * @param onDisk bytes that there are
   */
  constructor(
    readonly path: string,
    private readonly store: Store,
    public size: number,
    onDisk = size,
  ) {
    this.dirty = onDisk !== size
  }

  /** All of the data, or, when it rejects, nothing of it, also for who reads the file later. */
  async append(data: Buffer): Promise<void> {
    const { handles, disk, sync } = this.store
    const how = this.size === 0 ? 'create' : 'update'
    try {
      await handles.use(this.path, how, async (fd) => {
        if (this.dirty) await disk.truncate(fd, this.size)
        this.dirty = true
        await disk.write(fd, data, this.size)
        if (sync) await this.flush(fd)
        if (sync && this.size === 0) await disk.syncFolder(dirname(this.path))
      })
      this.dirty = false
    } catch (error) {
      if (hasCode(error, 'ENOENT') && this.size > 0) this.unusable = true
      await this.retract()
      throw error
    }
    this.size += data.length
    this.shadow?.appended(data)
  }

  /** The file of that name is another one from now on, of this size. */
  replaced(size: number): void {
    this.size = size
    this.unusable = this.dirty = false
    this.shadow = undefined
  }

  private async flush(fd: number): Promise<void> {
    try {
      await this.store.disk.sync(fd)
    } catch (error) {
      // What the system has in memory and what is on the disk may differ from now on, and asking again would not tell.
      this.unusable = true
      throw error
    }
  }

  /** Takes half a record back now, in case this process ends before it writes again; else {@link append} will. */
  private async retract(): Promise<void> {
    if (!this.dirty || this.unusable) return
    const { handles, disk } = this.store
    try {
      await handles.use(this.path, 'update', (fd) => disk.truncate(fd, this.size))
      this.dirty = false
    } catch {
      // A handle that cannot even truncate may be of no use any more: the next append opens the file anew.
      await handles.drop(this.path)
    }
  }
}
