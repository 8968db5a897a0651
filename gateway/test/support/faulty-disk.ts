import { nodeDisk, type Disk } from '../../src/log/journal/disk'

function failure(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code })
}

/** A real disk that fills up, fails or stops when it is told to. It does not wait for the machine's own, which no test could tell. */
export class FaultyDisk implements Disk {
  /** Bytes that writes may still take. The write that passes it leaves what fitted. */
  space = Infinity
  /** Operations until the machine stops: from then on none is done, and a write is half done. */
  operations = Infinity
  /** Whether asking the disk to finish fails. */
  syncFails = false
  /** Writes wait for this. */
  hold: Promise<void> | undefined
  readonly opened = new Set<number>()
  /** Paths that were opened to be written from the start. */
  readonly created: string[] = []

  private async step(): Promise<void> {
    if (--this.operations < 0) throw failure('EIO', 'the machine has stopped')
  }

  async makeFolder(path: string): Promise<void> {
    await this.step()
    return nodeDisk.makeFolder(path)
  }

  async list(folder: string): Promise<string[]> {
    await this.step()
    return nodeDisk.list(folder)
  }

  async read(path: string): Promise<Buffer | undefined> {
    await this.step()
    return nodeDisk.read(path)
  }

  async open(path: string, how: 'create' | 'update'): Promise<number> {
    await this.step()
    if (how === 'create') this.created.push(path)
    const fd = await nodeDisk.open(path, how)
    this.opened.add(fd)
    return fd
  }

  async write(fd: number, data: Buffer, position: number): Promise<void> {
    await this.hold
    if (this.operations === 1) await nodeDisk.write(fd, data.subarray(0, data.length / 2), position)
    if (this.operations-- <= 1) throw failure('EIO', 'the machine has stopped')
    const fits = data.subarray(0, this.space)
    this.space -= fits.length
    await nodeDisk.write(fd, fits, position)
    if (fits.length < data.length) throw failure('ENOSPC', 'no space left on device')
  }

  async truncate(fd: number, size: number): Promise<void> {
    await this.step()
    return nodeDisk.truncate(fd, size)
  }

  async sync(): Promise<void> {
    await this.step()
    if (this.syncFails) throw failure('EIO', 'the disk cannot say')
  }

  async syncFolder(): Promise<void> {
    await this.step()
  }

  async close(fd: number): Promise<void> {
    // Also of a machine that has stopped: this process goes on.
    this.opened.delete(fd)
    return nodeDisk.close(fd)
  }

  async rename(from: string, to: string): Promise<void> {
    await this.step()
    return nodeDisk.rename(from, to)
  }

  async copy(from: string, to: string): Promise<void> {
    await this.step()
    return nodeDisk.copy(from, to)
  }

  async remove(path: string): Promise<void> {
    await this.step()
    return nodeDisk.remove(path)
  }
}
