import fs from 'node:fs'
import { promisify } from 'node:util'

const write = promisify(fs.write)
// Into one piece of memory; the one of fs.promises copies pieces together.
const readFile = promisify(fs.readFile)

/** What the journal needs of a file system; tests put faults into it. Errors are Node's, with `code`. */
export interface Disk {
  makeFolder(path: string): Promise<void>
  list(folder: string): Promise<string[]>
  /** @returns undefined when there is no such file */
  read(path: string): Promise<Buffer | undefined>
  /** `create`: also empties what is there. `update`: rejects with ENOENT when it is not there. */
  open(path: string, how: 'create' | 'update'): Promise<number>
  /** Writes all of it or rejects; what it wrote before it rejected stays. */
  write(fd: number, data: Buffer, position: number): Promise<void>
  truncate(fd: number, size: number): Promise<void>
  /** Resolves when the contents are on the disk itself. */
  sync(fd: number): Promise<void>
  /** As {@link sync}, for the names in a folder. */
  syncFolder(path: string): Promise<void>
  close(fd: number): Promise<void>
  /** Takes the place of what is at `to`, at once. */
  rename(from: string, to: string): Promise<void>
  copy(from: string, to: string): Promise<void>
  /** It need not be there. */
  remove(path: string): Promise<void>
}

/** Whether it is one of these errors of the system. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '')
}

async function writeAll(fd: number, data: Buffer, position: number): Promise<void> {
  let done = 0
  while (done < data.length) {
    const { bytesWritten } = await write(fd, data, done, data.length - done, position + done)
    done += bytesWritten
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows does not open folders, and keeps names without being asked.
  if (process.platform === 'win32') return
  const folder = await fs.promises.open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Callbacks made promises: on the way of every append, where file handle objects cost twice as much. */
export const nodeDisk: Disk = {
  makeFolder: async (path) => void (await fs.promises.mkdir(path, { recursive: true })),
  list: (folder) => fs.promises.readdir(folder),
  read,
  open: (path, how) => promisify(fs.open)(path, how === 'create' ? 'w+' : 'r+', 0o600),
  write: writeAll,
  truncate: promisify(fs.ftruncate),
  sync: promisify(fs.fdatasync),
  syncFolder,
  close: promisify(fs.close),
  rename: fs.promises.rename,
  copy: fs.promises.copyFile,
  remove: (path) => fs.promises.rm(path, { force: true }),
}
