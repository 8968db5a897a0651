/** glass-easel's DOM backend with the mini-program's element names, rpx in inline styles, and our own gestures. */
import * as glassEasel from 'glass-easel'
import { convertUnits } from './units'
import { reportUnknownTag } from './unknown-tag'

type Listener = Parameters<glassEasel.CurrentWindowBackendContext['onEvent']>[0]
type Element = ReturnType<glassEasel.CurrentWindowBackendContext['document']['createElement']>

/** Answers `NodesRef.context()` for elements of built-in tags. */
const contexts = new WeakMap<object, () => unknown>()

/** Makes `NodesRef.context()` on `element` give what `context` returns. */
export function provideContext(element: object, context: () => unknown): void {
  contexts.set(element, context)
}

/** The context of the built-in tag at `element`; `null` for anything else. */
export const contextOf = (element: object): unknown => contexts.get(element)?.() ?? null

export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  private dispatch: Listener | undefined

  constructor() {
    super()
    this.document = {
      createElement: createElement,
      createTextNode: (text: string) => document.createTextNode(text) as unknown as Element,
      createDocumentFragment: () => document.createDocumentFragment() as unknown as Element,
    }
  }

  override onEvent(listener: Listener): void {
    this.dispatch = listener
  }

  /** Events reach glass-easel from gestures.ts and from the built-in tags, never by listeners on single elements. */
  override setListenerStats(): void {}

  override associateValue(element: Element, value: glassEasel.Element): void {
    super.associateValue(element, value)
    const node = element as unknown as HTMLElement
    if (glassEasel.Component.isComponent(value)) node.setAttribute('wx-is', value.is)
    else if (glassEasel.NativeNode.isNativeNode(value)) reportUnknownTag(node, value)
  }

  override getContext(element: Element, done: (context: unknown) => void): void {
    done(contextOf(element))
  }

  /** Raises an event on the glass-easel node that `target` belongs to; returns whether the default is prevented. */
  raise(target: EventTarget | null, type: string, detail: unknown, original: Event, bubbles = true): boolean {
    const element = elementOf(target)
    if (element === undefined || this.dispatch === undefined) return false
    const options = { originalEvent: original, bubbles, composed: bubbles, capturePhase: bubbles }
    return this.dispatch(element, type, detail, options) === 1
  }
}

/** The innermost glass-easel element around a DOM node. */
export function elementOf(target: EventTarget | null): glassEasel.Element | undefined {
  let node = target as (Node & { __wxElement?: glassEasel.Element }) | null
  while (node && !node.__wxElement) node = node.parentNode
  return node?.__wxElement
}

function createElement(tag: string): Element {
  const element = document.createElement(`wx-${tag}`)
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name: string, value: unknown) =>
    setAttribute(name, name === 'style' ? convertUnits(String(value)) : String(value))
  return element as unknown as Element
}
