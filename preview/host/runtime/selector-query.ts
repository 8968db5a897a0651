/** `createSelectorQuery` with everything NodesRef has: rect, size, scroll, properties, computed style, mark, context, node. */
import * as glassEasel from 'glass-easel'

/** `this` of a component's or page's script. */
export interface Caller {
  _$: glassEasel.GeneralComponent
}

interface Fields {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  properties?: string[]
  computedStyle?: string[]
  context?: boolean
  node?: boolean
}

type Result = Record<string, unknown> | null
type Callback = (result: Result | Result[]) => void
type Read = (node: glassEasel.Element | null, page: HTMLElement | null) => Result

/** Hands out what `NodesRef.context()` and `NodesRef.node()` give for built-in tags. */
export type ContextOf = (element: HTMLElement) => unknown

const RECT: Fields = { id: true, dataset: true, rect: true, size: true }
const SCROLL: Fields = { id: true, dataset: true, scrollOffset: true }

export class SelectorQuery {
  private readonly tasks: (() => Result | Result[])[] = []

  constructor(
    private caller: Caller | undefined,
    private readonly contextOf: ContextOf,
  ) {}

  /** Selects inside `component` from here on. */
  in(component: Caller): this {
    this.caller = component
    return this
  }

  select(selector: string): NodesRef {
    return this.nodes(() => this.root()?.querySelector(selector) ?? null)
  }

  selectAll(selector: string): NodesRef {
    return this.nodes(() => this.root()?.querySelectorAll(selector) ?? [])
  }

  selectViewport(): NodesRef {
    return new NodesRef((_read, fields, done) => this.push(() => viewport(this.pageContent(), fields), done))
  }

  /** Runs every request; `done` gets all results in order. */
  exec(done?: (results: (Result | Result[])[]) => void): this {
    const tasks = this.tasks.splice(0)
    // After the render that this call may stand behind, as on a phone where the answer comes from the view.
    setTimeout(() => {
      const results = tasks.map((task) => task())
      done?.call(this.caller, results)
    }, 0)
    return this
  }

  private nodes(find: () => glassEasel.Element | null | glassEasel.Element[]): NodesRef {
    return new NodesRef((read, _fields, done) =>
      this.push(() => {
        const found = find()
        const page = this.pageContent()
        return Array.isArray(found) ? found.map((node) => read(node, page)) : found && read(found, page)
      }, done),
    ).using(this.contextOf)
  }

  private push(run: () => Result | Result[], done?: Callback): SelectorQuery {
    const { caller } = this
    this.tasks.push(() => {
      const result = run()
      done?.call(caller, result)
      return result
    })
    return this
  }

  private root(): glassEasel.ShadowRoot | null {
    return this.caller?._$.getShadowRoot() ?? null
  }

  private pageContent(): HTMLElement | null {
    const dom = this.caller?._$.$$ as unknown as HTMLElement | null
    return (
      dom?.closest<HTMLElement>('.mp-page-content') ?? document.querySelector('.mp-page:not([hidden]) .mp-page-content')
    )
  }
}

export class NodesRef {
  private contextOf: ContextOf = () => null

  constructor(private readonly request: (read: Read, fields: Fields, done?: Callback) => SelectorQuery | undefined) {}

  using(contextOf: ContextOf): this {
    this.contextOf = contextOf
    return this
  }

  boundingClientRect(done?: Callback) {
    return this.fields(RECT, done)
  }

  scrollOffset(done?: Callback) {
    return this.fields(SCROLL, done)
  }

  context(done?: Callback) {
    return this.fields({ context: true }, done)
  }

  node(done?: Callback) {
    return this.fields({ node: true }, done)
  }

  fields(fields: Fields, done?: Callback) {
    const read: Read = (node, page) => node && describe(node, fields, page, this.contextOf)
    return this.request(read, fields, done)
  }
}

function describe(
  node: glassEasel.Element,
  fields: Fields,
  page: HTMLElement | null,
  contextOf: ContextOf,
): Record<string, unknown> {
  const dom = domOf(node)
  const result: Record<string, unknown> = {}
  if (fields.id) result['id'] = node.id
  if (fields.dataset) result['dataset'] = { ...node.dataset }
  if (fields.mark) result['mark'] = node.collectMarks()
  if (dom) measure(dom, fields, page, result)
  if (dom && fields.context) result['context'] = contextOf(dom)
  if (dom && fields.node) result['node'] = (contextOf(dom) as { node?: unknown } | null)?.node ?? contextOf(dom)
  const data = glassEasel.Component.isComponent(node) ? (node.data as Record<string, unknown>) : {}
  for (const name of fields.properties ?? []) result[name] = data[camel(name)]
  return result
}

function measure(dom: HTMLElement, fields: Fields, page: HTMLElement | null, result: Record<string, unknown>): void {
  const { left, top, right, bottom, width, height } = dom.getBoundingClientRect()
  // Positions are the page's own: the navigation bar is not part of it.
  const above = page?.getBoundingClientRect().top ?? 0
  if (fields.rect) Object.assign(result, { left, top: top - above, right, bottom: bottom - above })
  if (fields.size) Object.assign(result, { width, height })
  if (fields.scrollOffset) {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = dom
    Object.assign(result, { scrollLeft, scrollTop, scrollWidth, scrollHeight })
  }
  const computed = fields.computedStyle?.length ? getComputedStyle(dom) : undefined
  for (const name of fields.computedStyle ?? [])
    result[name] = computed?.getPropertyValue(name) || computed?.[name as keyof CSSStyleDeclaration]
}

/** The viewport is the page below its navigation bar. */
function viewport(content: HTMLElement | null, fields: Fields): Record<string, unknown> {
  const { clientWidth: width = 0, clientHeight: height = 0 } = content ?? {}
  const { scrollLeft = 0, scrollTop = 0, scrollWidth = 0, scrollHeight = 0 } = content ?? {}
  return {
    ...(fields.id && { id: '' }),
    ...(fields.dataset && { dataset: {} }),
    ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && { scrollLeft, scrollTop, scrollWidth, scrollHeight }),
  }
}

/** The node's own element; the first one inside for a component without a host node. */
function domOf(node: glassEasel.Element): HTMLElement | null {
  const dom = node.$$ as unknown as Node | null
  return dom instanceof HTMLElement ? dom : null
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
