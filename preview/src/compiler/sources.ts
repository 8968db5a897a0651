import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** A file's name inside the preview: its path in the mini-program folder with `/`, or `@npm/<package>/<path>` outside it. */
export type FileId = string

/** Reads the mini-program's files by id, caches texts, and knows where packages outside the folder live. */
export class Sources {
  private readonly texts = new Map<string, string>()
  private readonly outside = new Map<string, string>()

  constructor(readonly root: string) {}

  /** Makes `@npm/<name>` stand for `folder`; returns that prefix. */
  mount(name: string, folder: string): FileId {
    this.outside.set(name, folder)
    return `@npm/${name}`
  }

  /** Folders that hold files of the mini-program: the root first. */
  get folders(): string[] {
    return [this.root, ...this.outside.values()]
  }

  fileOf(id: FileId): string {
    for (const [name, folder] of this.outside) {
      if (id === `@npm/${name}` || id.startsWith(`@npm/${name}/`)) return path.join(folder, id.slice(6 + name.length))
    }
    return path.join(this.root, id)
  }

  /** The id of a file on disk; `undefined` when it belongs neither to the folder nor to a mounted package. */
  idOf(file: string): FileId | undefined {
    for (const [name, folder] of this.outside) {
      if (file.startsWith(folder + path.sep)) return `@npm/${name}/${slashes(path.relative(folder, file))}`
    }
    return file.startsWith(this.root + path.sep) ? slashes(path.relative(this.root, file)) : undefined
  }

  isFile(id: FileId): boolean {
    const file = this.fileOf(id)
    return existsSync(file) && statSync(file).isFile()
  }

  read(id: FileId): string {
    const cached = this.texts.get(id)
    if (cached !== undefined) return cached
    const text = readFileSync(this.fileOf(id), 'utf8').replace(/^\uFEFF/, '')
    this.texts.set(id, text)
    return text
  }

  /** Forgets the text of a changed file. */
  forget(id: FileId): void {
    this.texts.delete(id)
  }
}

const slashes = (file: string): string => file.split(path.sep).join('/')
