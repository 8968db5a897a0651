/** `createIntersectionObserver`: how much of a node its page, or another node, shows. */
import type { Caller } from './selector-query'

interface Options {
  thresholds?: number[]
  initialRatio?: number
  observeAll?: boolean
}

interface Margins {
  left?: number
  right?: number
  top?: number
  bottom?: number
}

export class NodeIntersectionObserver {
  private readonly observers: IntersectionObserver[] = []
  private reference: string | undefined
  private margins: Margins | undefined

  constructor(
    private readonly caller: Caller,
    private readonly options: Options = {},
  ) {}

  relativeTo(selector: string, margins: Margins = {}): this {
    this.reference = selector
    this.margins = margins
    return this
  }

  relativeToViewport(margins: Margins = {}): this {
    this.reference = undefined
    this.margins = margins
    return this
  }

  /** @throws when neither `relativeTo` nor `relativeToViewport` was called before */
  observe(selector: string, listener: (result: object) => void): void {
    if (this.margins === undefined) throw new Error('IntersectionObserver: call relativeTo or relativeToViewport first')
    const { observeAll, thresholds = [0], initialRatio = 0 } = this.options
    const shadow = this.caller._$.getShadowRoot()
    const found = observeAll ? shadow?.querySelectorAll(selector) : [shadow?.querySelector(selector)]
    for (const node of found ?? []) {
      const dom = node?.$$ as unknown as HTMLElement | undefined
      if (!node || !dom) continue
      let ratio = initialRatio
      const report = (entries: IntersectionObserverEntry[]) => {
        for (const entry of entries) {
          const before = ratio
          ratio = entry.intersectionRatio
          // The browser always tells once at first; the phone only when a threshold lies between then and now.
          if (!crosses(before, ratio, thresholds)) continue
          listener({ ...describe(entry), id: node.id, dataset: { ...node.dataset } })
        }
      }
      const observer = new IntersectionObserver(report, {
        root: this.root(dom),
        rootMargin: this.rootMargin(),
        threshold: thresholds,
      })
      observer.observe(dom)
      this.observers.push(observer)
    }
  }

  disconnect(): void {
    for (const observer of this.observers.splice(0)) observer.disconnect()
  }

  private root(dom: HTMLElement): Element | null {
    const { reference } = this
    if (reference === undefined) return dom.closest('.mp-page-content')
    return (this.caller._$.getShadowRoot()?.querySelector(reference)?.$$ as unknown as Element | undefined) ?? null
  }

  private rootMargin(): string {
    const { top = 0, right = 0, bottom = 0, left = 0 } = this.margins ?? {}
    return `${top}px ${right}px ${bottom}px ${left}px`
  }
}

/** Whether a threshold lies between two ratios, or nothing was shown before and something is now. */
export function crosses(before: number, after: number, thresholds: readonly number[]): boolean {
  if (before === after) return false
  const [low, high] = before < after ? [before, after] : [after, before]
  return thresholds.some((threshold) => low <= threshold && threshold <= high)
}

function describe({
  intersectionRatio,
  intersectionRect,
  boundingClientRect,
  rootBounds,
  time,
}: IntersectionObserverEntry) {
  const page = document.querySelector('.mp-page:not([hidden]) .mp-page-content')?.getBoundingClientRect().top ?? 0
  const rect = (given: DOMRectReadOnly | null) => ({
    left: given?.left ?? 0,
    top: (given?.top ?? 0) - page,
    right: given?.right ?? 0,
    bottom: (given?.bottom ?? 0) - page,
    width: given?.width ?? 0,
    height: given?.height ?? 0,
  })
  return {
    intersectionRatio,
    intersectionRect: rect(intersectionRect),
    boundingClientRect: rect(boundingClientRect),
    relativeRect: rect(rootBounds),
    time,
  }
}
