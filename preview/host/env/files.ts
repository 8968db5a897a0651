/** The phone's file system: in memory, gone with the phone, with the platform's paths and numbers. */

export const USER_FOLDER = 'wxfile://usr'
const TEMP_FOLDER = 'wxfile://tmp'

/** A failed operation, in the words and numbers of the platform's table of file errors. */
export class FileError extends Error {
  constructor(
    message: string,
    readonly errno: number,
  ) {
    super(message)
  }
}

const missing = (verb: string, path: string) => new FileError(`no such file or directory, ${verb} "${path}"`, 1300002)
const denied = (verb: string, path: string) => new FileError(`permission denied, ${verb} "${path}"`, 1300013)
const exists = (verb: string, path: string) => new FileError(`file already exists, ${verb} "${path}"`, 1300005)

/** Most that `USER_DATA_PATH` and saved files hold, as on a phone. */
const LIMIT = 200 << 20

interface Entry {
  /** `undefined` for a folder. */
  bytes: Uint8Array<ArrayBuffer> | undefined
  type: string
  modified: number
  url?: string
}

export class VirtualFiles {
  private readonly entries = new Map<string, Entry>([[USER_FOLDER, { bytes: undefined, type: '', modified: 0 }]])
  private temporary = 0

  /** A file that the phone made or was handed: readable, and deleted with the phone. */
  addTemporary(bytes: Uint8Array<ArrayBuffer>, ending: string, type = ''): string {
    const path = `${TEMP_FOLDER}_${(++this.temporary).toString(16).padStart(8, '0')}${ending ? `.${ending}` : ''}`
    this.entries.set(path, { bytes, type, modified: Date.now() })
    return path
  }

  async addBlob(blob: Blob, name = ''): Promise<string> {
    const ending = /\.(\w+)$/.exec(name)?.[1] ?? blob.type.split('/')[1]?.replace(/[+;].*/, '') ?? ''
    return this.addTemporary(new Uint8Array(await blob.arrayBuffer()), ending.replace('jpeg', 'jpg'), blob.type)
  }

  /** An address that tags of the page can show; `undefined` for a path that is no file here. */
  url(path: string): string | undefined {
    const entry = this.entries.get(path)
    if (entry?.bytes === undefined) return undefined
    entry.url ??= URL.createObjectURL(new Blob([entry.bytes], { type: entry.type || typeOf(path) }))
    return entry.url
  }

  read(path: string): Uint8Array<ArrayBuffer> {
    const entry = this.at(path, 'open')
    if (entry.bytes === undefined) throw new FileError(`illegal operation on a directory, open "${path}"`, 1300021)
    return entry.bytes
  }

  write(path: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.writable(path, 'open')
    if (this.entries.get(path)?.bytes === undefined && this.entries.has(path))
      throw new FileError(`illegal operation on a directory, open "${path}"`, 1300021)
    if (this.used + bytes.length > LIMIT)
      throw new FileError('the maximum size of the file storage limit is exceeded', 1300202)
    this.revoke(path)
    this.entries.set(path, { bytes, type: '', modified: Date.now() })
  }

  access(path: string): void {
    this.at(path, 'access')
  }

  stat(path: string): { size: number; folder: boolean; modified: number } {
    const { bytes, modified } = this.at(path, 'stat')
    return { size: bytes?.length ?? 0, folder: bytes === undefined, modified }
  }

  makeFolder(path: string, recursive: boolean): void {
    if (this.entries.has(path)) {
      if (recursive) return
      throw exists('mkdir', path)
    }
    this.writable(path, 'mkdir', recursive)
    this.entries.set(path, { bytes: undefined, type: '', modified: Date.now() })
  }

  removeFolder(path: string, recursive: boolean): void {
    if (this.at(path, 'rmdir').bytes !== undefined) throw new FileError(`not a directory, rmdir "${path}"`, 1300020)
    const inside = this.below(path)
    if (inside.length > 0 && !recursive) throw new FileError(`directory not empty, rmdir "${path}"`, 1300066)
    for (const name of [...inside, path]) this.drop(name)
  }

  /** Names directly inside a folder. */
  list(path: string): string[] {
    if (this.at(path, 'scandir').bytes !== undefined) throw new FileError(`not a directory, scandir "${path}"`, 1300020)
    return [...new Set(this.below(path).map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))]
  }

  remove(path: string): void {
    if (this.at(path, 'unlink').bytes === undefined)
      throw new FileError(`operation not permitted, unlink "${path}"`, 1300001)
    this.drop(path)
  }

  /** Moves a file or a folder with all inside. */
  rename(from: string, to: string): void {
    this.at(from, 'rename')
    this.writable(to, 'rename')
    for (const name of [from, ...this.below(from)]) {
      const entry = this.entries.get(name)
      if (entry) this.entries.set(to + name.slice(from.length), entry)
      this.entries.delete(name)
    }
  }

  private get used(): number {
    return [...this.entries.values()].reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0)
  }

  private at(path: string, verb: string): Entry {
    const entry = this.entries.get(path)
    if (entry === undefined) throw missing(verb, path)
    return entry
  }

  /** Only below USER_DATA_PATH may a mini-program write, and only into a folder that is there. */
  private writable(path: string, verb: string, anyParent = false): void {
    if (!path.startsWith(`${USER_FOLDER}/`)) throw denied(verb, path)
    const parts = path.split('/').slice(0, -1)
    for (let depth = 3; depth <= parts.length; depth++) {
      const parent = parts.slice(0, depth).join('/')
      const entry = this.entries.get(parent)
      if (entry === undefined && anyParent)
        this.entries.set(parent, { bytes: undefined, type: '', modified: Date.now() })
      else if (entry === undefined) throw missing(verb, path)
    }
  }

  private below(path: string): string[] {
    return [...this.entries.keys()].filter((name) => name.startsWith(`${path}/`))
  }

  private drop(path: string): void {
    this.revoke(path)
    this.entries.delete(path)
  }

  private revoke(path: string): void {
    const url = this.entries.get(path)?.url
    if (url) URL.revokeObjectURL(url)
  }
}

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
}

const typeOf = (path: string): string => TYPES[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? ''

/** The files of this phone. */
export const files = new VirtualFiles()
