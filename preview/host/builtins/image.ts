import { services } from './services'
import type { BuiltinDefinition, BuiltinHost } from './types'

/** `mode` of `<image>` as object-fit and object-position; the two fix modes size the box (builtins.css). */
const FIT: Readonly<Record<string, readonly [fit: string, position: string]>> = {
  scaleToFill: ['fill', 'center'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
  widthFix: ['fill', 'center'],
  heightFix: ['fill', 'center'],
  top: ['none', 'top'],
  bottom: ['none', 'bottom'],
  center: ['none', 'center'],
  left: ['none', 'left'],
  right: ['none', 'right'],
  'top left': ['none', 'top left'],
  'top right': ['none', 'top right'],
  'bottom left': ['none', 'bottom left'],
  'bottom right': ['none', 'bottom right'],
}

const MENU = 'the menu of WeChat is not drawn'

/** `<image>` and `<cover-image>`: an `img` that fills the tag in one of 14 ways. */
export const image: BuiltinDefinition = {
  properties: {
    src: { type: String },
    mode: { type: String, value: 'scaleToFill', values: Object.keys(FIT) },
    webp: { type: Boolean },
    lazyLoad: { type: Boolean },
    showMenuByLongpress: { type: Boolean, unsupported: MENU },
    forceHttps: { type: Boolean },
    fadeIn: { type: Boolean },
    preload: { type: Boolean },
    alt: { type: String },
    referrerPolicy: { type: String },
  },
  events: ['load', 'error'],
  create(host) {
    const picture = document.createElement('img')
    picture.draggable = false
    picture.alt = ''
    picture.onload = () => {
      host.el.toggleAttribute('failed', false)
      host.el.toggleAttribute('loaded', true)
      host.emit('load', { height: picture.naturalHeight, width: picture.naturalWidth })
    }
    picture.onerror = () => {
      host.el.toggleAttribute('failed', true)
      host.emit('error', { errMsg: `GET ${picture.src} failed` })
    }
    host.el.append(picture)
    const show = () => setSource(picture, host)
    return {
      changed(name, value) {
        // Lazy first: set after the source it would come too late.
        if (name === 'lazyLoad') picture.loading = value ? 'lazy' : 'eager'
        if (name === 'fadeIn') host.el.toggleAttribute('fadein', Boolean(value))
        if (name === 'alt') picture.alt = String(value)
        if (name === 'src' || name === 'forceHttps') queueMicrotask(show)
        if (name !== 'mode') return
        host.el.setAttribute('mode', String(value))
        const [fit, position] = FIT[String(value)] ?? ['fill', 'center']
        Object.assign(picture.style, { objectFit: fit, objectPosition: position })
      },
    }
  },
}

function setSource(picture: HTMLImageElement, host: BuiltinHost): void {
  const written = host.get<string>('src')
  const source = host.get<boolean>('forceHttps') ? written.replace(/^http:/, 'https:') : written
  if (source === '') picture.removeAttribute('src')
  else if (picture.getAttribute('src') !== services().asset(source, host)) picture.src = services().asset(source, host)
}
