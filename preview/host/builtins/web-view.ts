/** `<web-view>`: a web page that covers the whole page; one a page. */
import { mountedBuiltins } from './registry'
import { reportAt } from './report'
import type { BuiltinDefinition } from './types'

/** What a web page sends to its parent for `bindmessage`, since WeChat's JSSDK does nothing outside WeChat. */
interface WebMessage {
  type: 'miniProgram:postMessage'
  data: unknown
}

export const webView: BuiltinDefinition = {
  properties: { src: { type: String }, updateTitle: { type: Boolean, value: true }, forwardPinch: { type: Boolean } },
  events: ['message', 'load', 'error'],
  create(host) {
    const frame = document.createElement('iframe')
    frame.allow = 'camera; microphone; autoplay; fullscreen; clipboard-read; clipboard-write'
    let waiting: unknown[] = []
    const keep = ({ source, data }: MessageEvent<Partial<WebMessage> | null>) => {
      if (source === frame.contentWindow && data?.type === 'miniProgram:postMessage') waiting.push(data.data)
    }
    // The platform keeps messages until the page is left, shared or destroyed.
    const deliver = () => {
      const data = waiting
      waiting = []
      if (data.length > 0) host.emit('message', { data })
    }
    const open = async (src: string) => {
      if (src === '') return
      // A frame tells nothing of a page that could not be reached; a request does.
      const failed = await fetch(src, { mode: 'no-cors' }).then(
        () => false,
        () => true,
      )
      if (host.get('src') !== src) return
      if (failed) host.emit('error', { url: src, fullUrl: src })
      else frame.src = src
    }
    frame.addEventListener('load', () => {
      if (frame.src !== '' && frame.src !== 'about:blank') host.emit('load', { src: frame.src })
    })
    return {
      attached() {
        const [first] = mountedBuiltins('web-view', host.pageId)
        if (first && first.host !== host) {
          void reportAt(host, '<web-view>: a page can have only one')
          return
        }
        host.el.append(frame)
        addEventListener('message', keep)
        void open(host.get('src'))
      },
      changed(name, value) {
        if (name === 'src' && frame.isConnected) void open(String(value))
      },
      pageShown: (shown) => void (!shown && deliver()),
      detached() {
        removeEventListener('message', keep)
        deliver()
      },
      inspect: () => ({ src: frame.src }),
    }
  },
}
