/**
 * Harness for components under miniprogram-simulate: loads a component from source, fails the test on errors that the
 * runtime swallows, and counts every `setData`.
 */
import path from 'node:path'

// Neither package ships usable types for what the tests need.
/* eslint-disable @typescript-eslint/no-require-imports */
const simulate = require('miniprogram-simulate') as any
const exparser = require('miniprogram-exparser') as any

export const ROOT = path.resolve(__dirname, '../..')

/** A rendered node: j-component's Component. */
export interface Node {
  dom: HTMLElement | undefined
  /** The component's `this`; on native tags, the exparser node. */
  instance: any
  data: Record<string, any>
  querySelector(selector: string): Node | undefined
  querySelectorAll(selector: string): Node[]
  dispatchEvent(name: string, options?: object): void
  addEventListener(name: string, handler: (event: { detail: any }) => void): void
  setData(data: object, done?: () => void): void
  triggerPageLifeTime(name: string, args?: unknown): void
  triggerLifeTime(name: string, args?: unknown): void
  toJSON(): any
  attach(parent: HTMLElement): void
  detach(): void
}

const errors: unknown[] = []
exparser.addGlobalErrorListener((error: unknown) => errors.push(error))

/** Call in afterEach: fails on whatever lifetimes, handlers and observers threw. */
export function expectNoErrors(): void {
  const seen = errors.splice(0)
  expect(seen).toEqual([])
}

/** For tests that expect an error in a lifetime or handler. */
export function takeErrors(): unknown[] {
  return errors.splice(0)
}

export interface SetDataLog {
  /** One entry a call: which component (its path's folder or tag) and what was sent. */
  calls: Array<{ is: string; data: Record<string, unknown> }>
  readonly bytes: number
  clear(): void
}

/** Counts every setData of every component rendered from now on. */
export function spySetData(): SetDataLog & { restore(): void } {
  const original = exparser.Component.prototype.setData
  const log: SetDataLog['calls'] = []
  exparser.Component.prototype.setData = function (data: Record<string, unknown>, ...rest: unknown[]) {
    log.push({ is: String(this.is), data })
    return original.call(this, data, ...rest)
  }
  return {
    calls: log,
    get bytes() {
      return log.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0)
    },
    clear: () => void log.splice(0),
    restore: () => void (exparser.Component.prototype.setData = original),
  }
}

const loaded = new Map<string, string>()

/**
 * Loads `components/<name>/index`, or a page of test/support/pages by its absolute path, once a test file: a second load
 * of one path renders nothing, so a file loads either components or a page that uses them.
 */
export function load(name: string): string {
  let id = loaded.get(name)
  if (!id) {
    const file = path.isAbsolute(name) ? name : path.join(ROOT, 'components', name, 'index')
    loaded.set(name, (id = simulate.load(file, { rootPath: ROOT }) as string))
  }
  return id
}

export interface Rendered extends Node {
  /** Removes it from the document, as leaving the page does. */
  leave(): void
}

/** Renders and attaches; properties as a page would pass them. */
export function render(id: string, properties: Record<string, unknown> = {}): Rendered {
  const component = simulate.render(id, properties)
  const parent = document.createElement('div')
  document.body.appendChild(parent)
  component.attach(parent)
  return Object.assign(component, {
    leave() {
      // Not component.detach(): it cannot take a virtualHost component, which has no node of its own, off the document.
      exparser.Element.pretendDetached(component._exparserNode)
      parent.remove()
    },
  })
}

/** Lets bindings, relations and setData callbacks run (wx.nextTick is a timer in the simulator). */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setTimeout(resolve, 0))
}

/** Raises an event on a native tag as the platform does: on the node itself, without bubbling. */
export function native(node: Node | undefined, event: string, detail: object = {}): void {
  if (!node) throw new Error(`no node to raise ${event} on`)
  node.instance.triggerEvent(event, detail)
}
