import { dirname } from 'node:path'
import type { Report } from '../../report'
import type { JournalFile, Store } from './file'
import { NextFile } from './next-file'

/** What rotation needs of the room. */
export interface RotationSettings {
  room: string
  store: Store
  report: Report
  /** A file of fewer bytes goes on. */
  rotateBytes: number
  /** So does one of fewer entries: what is copied each time is paid for by what was written since. */
  rotateEntries: number
  /** The room as it is now, as a file begins with it. */
  snapshot(): Iterable<Buffer>
}

/** Begins a room's file anew when it has grown, while appends go on. */
export class Rotation {
  private next: { file: NextFile; written: Promise<boolean> } | undefined
  /** Bytes at which a next file is begun; more after one that failed. */
  private due: number

  /**
   * @param entries in the file
   * @param base bytes that it was begun with
   */
  constructor(
    private readonly file: JournalFile,
    private readonly settings: RotationSettings,
    private entries: number,
    private base: number,
  ) {
    this.due = settings.rotateBytes
  }

  /** So many entries were appended; nothing is being written to the file until this resolves. */
  async appended(entries: number): Promise<void> {
    this.entries += entries
    const { size } = this.file
    if (this.next?.file.ready) await this.end(this.next.file).catch((error: unknown) => this.failed(error))
    else if (!this.next && size > Math.max(this.due, 2 * this.base) && this.entries > this.settings.rotateEntries)
      this.begin()
  }

  /** A new file now, because the old one cannot be appended to. Rejects when that cannot be written either. */
  async renew(): Promise<void> {
    await this.cancel()
    const file = new NextFile(this.file.path, this.settings.store)
    await file.write(this.settings.snapshot())
    await this.end(file)
  }

  /** Whatever is under way is given up; the old file holds everything. */
  async cancel(): Promise<void> {
    const { next } = this
    this.file.shadow = this.next = undefined
    await next?.file.cancel()
    await next?.written
  }

  private begin(): void {
    const file = new NextFile(this.file.path, this.settings.store)
    this.entries = 0
    try {
      const written = file.write(this.settings.snapshot()).catch((error: unknown) => this.failed(error))
      this.file.shadow = file
      this.next = { file, written }
    } catch (error) {
      this.failed(error)
    }
  }

  private async end(file: NextFile): Promise<void> {
    const { store, room, report } = this.settings
    await file.take()
    report('debug', 'journal.rotated', { room, from: this.file.size, to: file.size })
    this.file.replaced(file.size)
    this.base = file.size
    this.due = this.settings.rotateBytes
    this.next = undefined
    // The old name would come back after a power cut, without what was acknowledged since.
    if (store.sync) await store.disk.syncFolder(dirname(this.file.path)).catch((error: unknown) => this.distrust(error))
  }

  private distrust(error: unknown): void {
    this.file.unusable = true
    this.settings.report('error', 'journal.sync', { room: this.settings.room, error: String(error) })
  }

  private failed(error: unknown): false {
    this.next = this.file.shadow = undefined
    this.due = this.file.size + this.settings.rotateBytes
    this.settings.report('warn', 'journal.rotate', { room: this.settings.room, error: String(error) })
    return false
  }
}
