/** `wx.getFileSystemManager()`: every method as callbacks, as a promise-free asynchronous call, and as `...Sync`. */
import { FileError, files, USER_FOLDER } from '../env/files'
import { api, ApiError } from './api'
import type { WxApi } from './types'

type Operation = (options: Record<string, unknown>) => object | void

/** Names of the positional parameters of `<name>Sync`, in the platform's order. */
const POSITIONAL: Record<string, string[]> = {
  access: ['path'],
  readFile: ['filePath', 'encoding', 'position', 'length'],
  writeFile: ['filePath', 'data', 'encoding'],
  appendFile: ['filePath', 'data', 'encoding'],
  mkdir: ['dirPath', 'recursive'],
  rmdir: ['dirPath', 'recursive'],
  readdir: ['dirPath'],
  unlink: ['filePath'],
  rename: ['oldPath', 'newPath'],
  copyFile: ['srcPath', 'destPath'],
  stat: ['path', 'recursive'],
  saveFile: ['tempFilePath', 'filePath'],
  truncate: ['filePath', 'length'],
}

/** What `<name>Sync` returns of the result; the others return nothing. */
const RETURNS: Record<string, string> = { readFile: 'data', readdir: 'files', stat: 'stats', saveFile: 'savedFilePath' }

const text = (value: unknown): string => String(value ?? '')

let saved = 0
const savedPaths = new Set<string>()

const operations: Record<string, Operation> = {
  access: ({ path }) => files.access(text(path)),
  readFile: ({ filePath, encoding, position, length }) => {
    const start = Number(position ?? 0)
    const bytes = files.read(text(filePath)).slice(start, length === undefined ? undefined : start + Number(length))
    return { data: encoding === undefined ? bytes.buffer : decode(bytes, text(encoding)) }
  },
  writeFile: ({ filePath, data, encoding }) => files.write(text(filePath), encode(data, encoding)),
  appendFile: ({ filePath, data, encoding }) => {
    const before = files.read(text(filePath))
    const added = encode(data, encoding)
    const all = new Uint8Array(before.length + added.length)
    all.set(before)
    all.set(added, before.length)
    files.write(text(filePath), all)
  },
  mkdir: ({ dirPath, recursive }) => files.makeFolder(trimmed(dirPath), recursive === true),
  rmdir: ({ dirPath, recursive }) => files.removeFolder(trimmed(dirPath), recursive === true),
  readdir: ({ dirPath }) => ({ files: files.list(trimmed(dirPath)) }),
  unlink: ({ filePath }) => files.remove(text(filePath)),
  rename: ({ oldPath, newPath }) => files.rename(text(oldPath), text(newPath)),
  copyFile: ({ srcPath, destPath }) => files.write(text(destPath), files.read(text(srcPath)).slice()),
  stat: ({ path }) => ({ stats: statsOf(text(path)) }),
  truncate: ({ filePath, length }) => {
    const bytes = new Uint8Array(Number(length ?? 0))
    bytes.set(files.read(text(filePath)).slice(0, bytes.length))
    files.write(text(filePath), bytes)
  },
  saveFile: ({ tempFilePath, filePath }) => {
    const source = text(tempFilePath)
    const target =
      filePath === undefined ? `${USER_FOLDER}/store_${++saved}${/\.\w+$/.exec(source)?.[0] ?? ''}` : text(filePath)
    files.write(target, files.read(source).slice())
    savedPaths.add(target)
    return { savedFilePath: target }
  },
  getFileInfo: ({ filePath }) => ({ size: files.stat(text(filePath)).size }),
  getSavedFileList: () => ({
    fileList: [...savedPaths].map((filePath) => {
      const { size, modified } = files.stat(filePath)
      return { filePath, size, createTime: Math.floor(modified / 1000) }
    }),
  }),
  removeSavedFile: ({ filePath }) => {
    files.remove(text(filePath))
    savedPaths.delete(text(filePath))
  },
}

export function filesApi(): WxApi {
  const manager: WxApi = {}
  for (const [name, operation] of Object.entries(operations)) {
    const run = (options: Record<string, unknown>) => named(name, () => operation(options))
    const start = api(name, run)
    // FileSystemManager has no promises: without callbacks a failure is nobody's.
    manager[name] = (options: object = {}) => void start({ complete: () => undefined, ...options })
    const parameters = POSITIONAL[name]
    if (parameters === undefined) continue
    manager[`${name}Sync`] = (...given: unknown[]) => {
      const options = Object.fromEntries(parameters.map((parameter, index) => [parameter, given[index]]))
      const result = named(name, () => operation(options)) as Record<string, unknown> | undefined
      return RETURNS[name] === undefined ? undefined : result?.[RETURNS[name]]
    }
  }
  return { getFileSystemManager: () => manager, env: { USER_DATA_PATH: USER_FOLDER } }
}

/** Errors carry the operation's name, as the platform writes them. */
function named<T>(name: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw Object.assign(new ApiError(`${name}:fail ${error.message}`, { errno: error.errno }), {
      errMsg: `${name}:fail ${error.message}`,
    })
  }
}

const trimmed = (path: unknown): string => text(path).replace(/\/+$/, '')

function statsOf(path: string): object {
  const { size, folder, modified } = files.stat(path)
  const lastModifiedTime = Math.floor(modified / 1000)
  return {
    mode: folder ? 16877 : 33188,
    size,
    lastAccessedTime: lastModifiedTime,
    lastModifiedTime,
    isDirectory: () => folder,
    isFile: () => !folder,
  }
}

const bytesOf = (binary: string): Uint8Array<ArrayBuffer> => Uint8Array.from(binary, (char) => char.charCodeAt(0))
const binaryOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

function encode(data: unknown, encoding: unknown = 'utf8'): Uint8Array<ArrayBuffer> {
  // By its name: a buffer of another frame is one as well.
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]')
    return new Uint8Array(data as ArrayBuffer).slice()
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength).slice()
  if (encoding === 'base64') return bytesOf(atob(text(data)))
  if (encoding === 'hex') return Uint8Array.from(text(data).match(/../g) ?? [], (pair) => parseInt(pair, 16))
  if (encoding === 'binary' || encoding === 'latin1' || encoding === 'ascii') return bytesOf(text(data))
  return new TextEncoder().encode(text(data))
}

function decode(bytes: Uint8Array, encoding: string): string {
  if (encoding === 'base64') return btoa(binaryOf(bytes))
  if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (encoding === 'binary' || encoding === 'latin1' || encoding === 'ascii') return binaryOf(bytes)
  return new TextDecoder(encoding === 'ucs2' || encoding === 'utf16le' ? 'utf-16le' : 'utf-8').decode(bytes)
}
