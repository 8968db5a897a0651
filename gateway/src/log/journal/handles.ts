import type { Report } from '../../report'
import type { Disk } from './disk'

interface Handle {
  fd: number
  users: number
}

/** Open files, at most so many: those used longest ago are closed, and opened again when they are needed. */
export class Handles {
  /** Least recently used first. */
  private readonly open = new Map<string, Handle>()

  constructor(
    private readonly disk: Disk,
    private readonly most: number,
    private readonly report: Report,
  ) {}

  /** One caller a path at a time. */
  async use<T>(path: string, how: 'create' | 'update', run: (fd: number) => Promise<T>): Promise<T> {
    const handle = this.open.get(path) ?? { fd: await this.disk.open(path, how), users: 0 }
    this.open.delete(path)
    this.open.set(path, handle)
    handle.users++
    try {
      this.trim()
      return await run(handle.fd)
    } finally {
      handle.users--
    }
  }

  /** Closes the file if it is open; nobody may be using it. */
  async drop(path: string): Promise<void> {
    const handle = this.open.get(path)
    this.open.delete(path)
    if (handle) await this.close(path, handle.fd)
  }

  private trim(): void {
    for (const [path, { fd, users }] of this.open) {
      if (this.open.size <= this.most) return
      if (users > 0) continue
      this.open.delete(path)
      void this.close(path, fd)
    }
  }

  private async close(path: string, fd: number): Promise<void> {
    try {
      await this.disk.close(fd)
    } catch (error) {
      this.report('error', 'journal.close', { path, error: String(error) })
    }
  }
}
