import type { Shadow, Store } from './file'
import { TEMPORARY } from './names'

/** Writes a whole file that takes the place of the one at `path` only when it is on the disk. */
export class NextFile implements Shadow {
  /** Everything is written but what was appended in the last moment: {@link take} may be called. */
  ready = false
  size = 0
  private fd: number | undefined
  private cancelled = false
  private readonly late: Buffer[] = []
  private readonly temporary: string

  constructor(
    private readonly path: string,
    private readonly store: Store,
  ) {
    this.temporary = path + TEMPORARY
  }

  appended(data: Buffer): void {
    this.late.push(data)
  }

  /** @returns false when it was cancelled */
  async write(records: Iterable<Buffer>): Promise<boolean> {
    const { disk } = this.store
    try {
      this.fd = await disk.open(this.temporary, 'create')
      for (const record of records) {
        if (this.cancelled) break
        await this.add(record)
      }
      if (!this.cancelled) await this.catchUp()
      if (!this.cancelled) await disk.sync(this.fd)
      this.ready = !this.cancelled
    } finally {
      if (!this.ready) await this.discard()
    }
    return this.ready
  }

  /**
   * Takes the old file's place; nothing may be appended meanwhile. When it rejects, the old one is still there. The name is on
   * the disk once the folder has been synced.
   */
  async take(): Promise<void> {
    const { disk, handles, sync } = this.store
    try {
      if (this.late.length > 0) {
        await this.catchUp()
        if (sync) await disk.sync(this.fd as number)
      }
      // Windows renames neither an open file nor over one.
      await this.shut()
      await handles.drop(this.path)
      await disk.rename(this.temporary, this.path)
    } catch (error) {
      await this.discard()
      throw error
    }
  }

  /** {@link write} stops soon; what was written goes. */
  async cancel(): Promise<void> {
    this.cancelled = true
    if (this.ready) await this.discard()
  }

  private async add(data: Buffer): Promise<void> {
    await this.store.disk.write(this.fd as number, data, this.size)
    this.size += data.length
  }

  private async catchUp(): Promise<void> {
    const data = Buffer.concat(this.late.splice(0))
    if (data.length > 0) await this.add(data)
  }

  private async shut(): Promise<void> {
    const { fd } = this
    this.fd = undefined
    if (fd !== undefined) await this.store.disk.close(fd)
  }

  private async discard(): Promise<void> {
    await this.shut()
    await this.store.disk.remove(this.temporary)
  }
}
