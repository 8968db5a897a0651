/** Puts file, environment and command line on top of each other: what is said later wins. */
import { LEAVES, type Leaf } from './leaves'
import { UsageError, type Given } from './sources'

export type Branch = Record<string, unknown>

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export class Tree {
  private readonly origins = new Map<string, { said: string; layer: number }>()
  private layer = 0

  /** @param root the file's contents, changed in place */
  constructor(
    readonly root: Branch,
    private readonly file: string | undefined,
  ) {
    for (const leaf of LEAVES) if (this.get(leaf.path) !== undefined) this.alone(leaf, leaf.path.join('.'))
  }

  /** How the option was said. */
  said(path: readonly PropertyKey[]): string | undefined {
    const name = path.join('.')
    // Elements of a list are said as the list was.
    const origin = this.origins.get(name) ?? this.origins.get(path.slice(0, -1).join('.'))
    if (origin) return origin.said
    return this.file !== undefined && name !== '' ? `${name} in ${this.file}` : undefined
  }

  /** One layer more. A kind that differs from the one below takes the place of all that was said about that one. */
  lay(given: readonly Given[]): void {
    this.layer++
    const kinds = given.filter(({ leaf }) => leaf.path.at(-1) === 'kind')
    for (const { leaf, value } of kinds) {
      const section = this.get(leaf.path.slice(0, -1))
      if (isBranch(section) && section['kind'] !== value) this.remove(leaf.path.slice(0, -1))
    }
    for (const one of given) this.put(one)
  }

  get(path: readonly string[]): unknown {
    return path.reduce<unknown>((branch, key) => (isBranch(branch) ? branch[key] : undefined), this.root)
  }

  set(path: readonly string[], value: unknown): void {
    let branch = this.root
    for (const key of path.slice(0, -1)) {
      // Something else than an object stays for the schema to complain about.
      if (branch[key] !== undefined && !isBranch(branch[key])) return
      branch = (branch[key] ??= {}) as Branch
    }
    branch[path.at(-1) as string] = value
  }

  remove(path: readonly string[]): void {
    const parent = this.get(path.slice(0, -1))
    if (isBranch(parent)) Reflect.deleteProperty(parent, path.at(-1) as string)
  }

  /** From now on the value at `to` is said as the one at `from` was. */
  rename(from: readonly string[], to: readonly string[]): void {
    const said = this.said(from)
    if (said !== undefined) this.origins.set(to.join('.'), { said, layer: this.layer })
  }

  private put({ leaf, value, said }: Given): void {
    this.alone(leaf, said)
    this.set(leaf.path, value)
    this.origins.set(leaf.path.join('.'), { said, layer: this.layer })
  }

  /** A secret and the file that holds it: one of the two, and the later one said. */
  private alone(leaf: Leaf, said: string): void {
    const name = leaf.path.join('.')
    const other = LEAVES.find(
      ({ path, holds }) => holds?.join('.') === name || leaf.holds?.join('.') === path.join('.'),
    )
    if (!other || this.get(other.path) === undefined) return
    const before = this.origins.get(other.path.join('.'))
    if ((before?.layer ?? 0) === this.layer) {
      throw new UsageError(`${said} and ${before?.said ?? other.path.join('.')} say the same twice; give one of them.`)
    }
    this.remove(other.path)
  }
}
