import { pixels } from './lengths'
import type { BuiltinDefinition, BuiltinHost } from './types'

const BOUNCE = 'a page does not bounce here, and shows no colour beyond its ends'

/** `<page-meta>`: style, background, root font size and scrolling of the page it is in. */
export const pageMeta: BuiltinDefinition = {
  properties: {
    pageStyle: { type: String },
    rootFontSize: { type: String },
    pageFontSize: { type: String, unsupported: 'the font size of WeChat is not followed' },
    backgroundColor: { type: String },
    backgroundColorTop: { type: String, unsupported: BOUNCE },
    backgroundColorBottom: { type: String, unsupported: BOUNCE },
    rootBackgroundColor: { type: String },
    backgroundTextStyle: { type: String, values: ['', 'dark', 'light'] },
    pageOrientation: { type: String, values: ['', 'auto', 'portrait', 'landscape'] },
    scrollTop: { type: String },
    scrollDuration: { type: Number, value: 300 },
  },
  events: ['resize', 'scroll', 'scrolldone'],
  create(host) {
    const { el, get } = host
    let release: () => void = () => undefined
    const content = () => el.closest<HTMLElement>('.mp-page-content')
    const apply = () => {
      const page = content()
      if (!page) return
      page.style.cssText = get<string>('pageStyle')
      const colour = get<string>('backgroundColor') || get<string>('rootBackgroundColor')
      if (colour) page.style.backgroundColor = colour
      // Pages share one document: `rem` is that of the page on top.
      document.documentElement.style.fontSize = get('rootFontSize')
    }
    return {
      attached() {
        apply()
        release = follow(host, content())
      },
      changed(name, value) {
        apply()
        const top = name === 'scrollTop' && value !== '' ? pixels(value) : undefined
        if (top !== undefined)
          content()?.scrollTo({ top, behavior: get<number>('scrollDuration') > 0 ? 'smooth' : 'instant' })
      },
      pageShown: (shown) => void (shown ? apply() : (document.documentElement.style.fontSize = '')),
      detached() {
        release()
        document.documentElement.style.fontSize = ''
      },
    }
  },
}

/** Tells of the page's scrolling and of its size. */
function follow(host: BuiltinHost, page: HTMLElement | null): () => void {
  if (!page) return () => undefined
  const scrolled = () => host.emit('scroll', { scrollTop: page.scrollTop })
  const done = () => host.emit('scrolldone', {})
  let known = `${page.clientWidth} ${page.clientHeight}`
  const watch = new ResizeObserver(() => {
    const size = `${page.clientWidth} ${page.clientHeight}`
    if (size === known) return
    known = size
    host.emit('resize', { size: { windowWidth: page.clientWidth, windowHeight: page.clientHeight } })
  })
  watch.observe(page)
  page.addEventListener('scroll', scrolled, { passive: true })
  page.addEventListener('scrollend', done)
  return () => {
    watch.disconnect()
    page.removeEventListener('scroll', scrolled)
    page.removeEventListener('scrollend', done)
  }
}
