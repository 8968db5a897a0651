/**
 * Harness for components under miniprogram-simulate: loads a component from source, fails the test on errors that the
 * runtime swallows, and counts every `setData`.
 */
import path from 'node:path'

/** As much of the simulator as the tests need; its own types say `any` where it matters. */
interface Simulator {
  load(component: string | object, options?: { rootPath: string }): string
  render(id: string, properties?: object): Node & { _exparserNode: unknown }
}

interface Exparser {
  addGlobalErrorListener(listener: (error: unknown) => void): void
  Component: {
    prototype: { setData(this: { is: unknown }, data: Record<string, unknown>, ...rest: unknown[]): unknown }
  }
  Element: { pretendDetached(node: unknown): void }
}

/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS without types of their own */
export const simulate = require('miniprogram-simulate') as Simulator
const exparser = require('miniprogram-exparser') as Exparser
/* eslint-enable @typescript-eslint/no-require-imports */

/** The simulator's `wx`, to put functions of the test's own into. */
export const wxApi = (globalThis as unknown as { wx: Record<string, unknown> }).wx

export const ROOT = path.resolve(__dirname, '../..')

/** A component's `this`, with its methods; on native tags, the exparser node. */
export interface Instance {
  triggerEvent(name: string, detail?: object): void
  [method: string]: (...args: never[]) => unknown
}

/** A rendered node: j-component's Component. */
export interface Node {
  dom: HTMLElement | undefined
  instance: Instance
  data: Record<string, unknown>
  querySelector(selector: string): Node | undefined
  querySelectorAll(selector: string): Node[]
  dispatchEvent(name: string, options?: object): void
  addEventListener(name: string, handler: (event: { detail: unknown }) => void): void
  setData(data: object, done?: () => void): void
  triggerPageLifeTime(name: string, args?: unknown): void
  triggerLifeTime(name: string, args?: unknown): void
  toJSON(): { attrs: Array<{ name: string; value: unknown }> }
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

// The first render of a file compiles WXML with WeChat's own binary; on a busy machine that takes its time.
jest.setTimeout(30_000)

const loaded = new Map<string, string>()

/**
 * Loads `components/<name>/index`, or a page of test/support/pages by its absolute path, once a test file: a second load
 * of one path renders nothing, so a file loads either components or a page that uses them.
 */
export function load(name: string): string {
  let id = loaded.get(name)
  if (!id) {
    const file = path.isAbsolute(name) ? name : path.join(ROOT, 'components', name, 'index')
    loaded.set(name, (id = simulate.load(file, { rootPath: ROOT })))
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

/** An attribute of a node as the runtime has it; attributes never reach the DOM. `aria-label` is `ariaLabel`. */
export function attr(node: Node | undefined, name: string): unknown {
  return node?.toJSON().attrs.find((attribute) => attribute.name === name)?.value
}

/** Every event of these names from now on, as `[name, detail]`. */
export function collect(node: Node, ...names: string[]): Array<[name: string, detail: unknown]> {
  const events: Array<[string, unknown]> = []
  for (const name of names) node.addEventListener(name, (event) => events.push([name, event.detail]))
  return events
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
