/** `<canvas type="2d">` and `webgl`: the browser's own canvas with the platform's additions. The canvas-id API is gone. */
import { text } from '../ui/text'
import { placeOf, reportAt } from './report'
import { services } from './services'
import type { BuiltinDefinition, BuiltinHost } from './types'

/** What `NodesRef.node()` hands out. */
export type CanvasNode = HTMLCanvasElement & {
  createImage(): HTMLImageElement
  createImageData(width: number, height: number): ImageData
  createPath2D(path?: Path2D | string): Path2D
  requestAnimationFrame(callback: FrameRequestCallback): number
  cancelAnimationFrame(id: number): void
}

const OLD = 'the canvas-id API (wx.createCanvasContext) is not supported: use type="2d" and node()'

export const canvas: BuiltinDefinition = {
  properties: {
    type: { type: String, values: ['2d', 'webgl', 'webgl2'] },
    canvasId: { type: String, unsupported: OLD },
    disableScroll: { type: Boolean },
  },
  events: ['error'],
  create(host) {
    const drawn = extended(document.createElement('canvas'), host)
    host.el.append(drawn)
    return {
      attached() {
        if (host.get('type') === '') void showOld(host)
      },
      changed(name, value) {
        if (name === 'disableScroll') host.el.style.touchAction = value ? 'none' : ''
        if (name === 'type') host.el.classList.remove('wx-unknown')
      },
      context: () => (host.get('type') === '' ? null : drawn),
      inspect: () => ({ width: drawn.width, height: drawn.height }),
    }
  },
}

async function showOld(host: BuiltinHost): Promise<void> {
  void reportAt(host, `<canvas> without type: ${OLD}`)
  host.el.classList.add('wx-unknown')
  host.el.dataset['notice'] = text('unknownTag', '<canvas canvas-id>', await placeOf(host))
}

function extended(drawn: HTMLCanvasElement, host: BuiltinHost): CanvasNode {
  return Object.assign(drawn, {
    createImage: () => packageImage(host),
    createImageData: (width: number, height: number) => new ImageData(width, height),
    createPath2D: (path?: Path2D | string) => new Path2D(path),
    requestAnimationFrame: (callback: FrameRequestCallback) => window.requestAnimationFrame(callback),
    cancelAnimationFrame: (id: number) => window.cancelAnimationFrame(id),
  })
}

/** An image whose `src` may name a file of the mini-program. */
function packageImage(host: BuiltinHost): HTMLImageElement {
  const image = new Image()
  const native = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
  Object.defineProperty(image, 'src', {
    get: () => native?.get?.call(image) as string,
    set: (source: string) => {
      const address = services().asset(source, host)
      // toDataURL of a canvas with foreign pixels fails in a browser, and does not on a phone.
      if (/^https?:/.test(address)) image.crossOrigin = 'anonymous'
      native?.set?.call(image, address)
    },
  })
  return image
}
