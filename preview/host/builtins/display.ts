/** Tags that show something and hold no children of their own making. */
import { services } from './services'
import type { BuiltinDefinition, BuiltinHost } from './types'

/** `mode` of `<image>` as object-fit and object-position; the two fix modes size the box (builtins.css). */
const FIT: Record<string, [fit: string, position: string]> = {
  scaleToFill: ['fill', 'center'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
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

export const image: BuiltinDefinition = {
  properties: {
    src: { type: String },
    mode: { type: String, value: 'scaleToFill' },
    webp: { type: Boolean },
    lazyLoad: { type: Boolean },
    showMenuByLongpress: { type: Boolean },
    alt: { type: String },
  },
  events: ['load', 'error'],
  create(host) {
    const picture = document.createElement('img')
    picture.draggable = false
    picture.alt = ''
    picture.onload = () => host.emit('load', { width: picture.naturalWidth, height: picture.naturalHeight })
    picture.onerror = () => host.emit('error', { errMsg: `GET ${picture.src} failed` })
    host.el.append(picture)
    return {
      changed(name, value) {
        if (name === 'src') setSource(picture, String(value ?? ''), host)
        if (name === 'alt') picture.alt = String(value)
        if (name !== 'mode') return
        host.el.setAttribute('mode', String(value))
        const [fit, position] = FIT[String(value)] ?? ['fill', 'center']
        Object.assign(picture.style, { objectFit: fit, objectPosition: position })
      },
    }
  },
}

function setSource(picture: HTMLImageElement, source: string, host: BuiltinHost): void {
  if (source === '') picture.removeAttribute('src')
  else picture.src = services().asset(source, host)
}

export const icon: BuiltinDefinition = {
  properties: { type: { type: String }, size: { type: Number, value: 23 }, color: { type: String } },
  events: [],
  create: ({ el }) => {
    el.style.setProperty('--icon-size', '23px')
    return {
      changed(name, value) {
        if (name === 'type') el.setAttribute('type', String(value))
        if (name === 'size') el.style.setProperty('--icon-size', `${Number(value)}px`)
        if (name === 'color') el.style.setProperty('--icon-color', String(value))
      },
    }
  },
}

export const progress: BuiltinDefinition = {
  properties: {
    percent: { type: Number },
    showInfo: { type: Boolean },
    borderRadius: { type: null, value: 0 },
    strokeWidth: { type: null, value: 6 },
    activeColor: { type: String, value: '#09bb07' },
    color: { type: String },
    backgroundColor: { type: String, value: '#ebebeb' },
    active: { type: Boolean },
  },
  events: ['activeend'],
  create({ el, get }) {
    const track = document.createElement('div')
    const bar = document.createElement('div')
    const info = document.createElement('span')
    track.append(bar)
    el.append(track, info)
    el.setAttribute('role', 'progressbar')
    const draw = () => {
      const percent = Math.min(100, Math.max(0, get<number>('percent')))
      track.style.cssText = `height:${get<number>('strokeWidth')}px;background:${get<string>('backgroundColor')};border-radius:${get<number>('borderRadius')}px`
      bar.style.cssText = `width:${percent}%;background:${get<string>('color') || get<string>('activeColor')}`
      info.textContent = get<boolean>('showInfo') ? `${percent}%` : ''
      el.setAttribute('aria-valuenow', String(percent))
    }
    draw()
    return { changed: draw }
  },
}

export const video: BuiltinDefinition = {
  properties: {
    src: { type: String },
    controls: { type: Boolean, value: true },
    autoplay: { type: Boolean },
    loop: { type: Boolean },
    muted: { type: Boolean },
    poster: { type: String },
    objectFit: { type: String, value: 'contain' },
    initialTime: { type: Number },
  },
  events: ['play', 'pause', 'ended', 'timeupdate', 'waiting', 'error', 'loadedmetadata', 'fullscreenchange'],
  create(host) {
    const player = document.createElement('video')
    player.playsInline = true
    player.controls = true
    host.el.append(player)
    for (const type of ['play', 'pause', 'ended', 'waiting'] as const)
      player.addEventListener(type, () => host.emit(type, {}))
    player.addEventListener('timeupdate', () =>
      host.emit('timeupdate', { currentTime: player.currentTime, duration: player.duration }),
    )
    player.addEventListener('error', () => host.emit('error', { errMsg: player.error?.message ?? '' }))
    return {
      changed(name, value) {
        if (name === 'src') player.src = services().asset(String(value), host)
        else if (name === 'objectFit') player.style.objectFit = String(value)
        else if (name === 'poster') player.poster = services().asset(String(value), host)
        else if (name === 'initialTime') player.currentTime = Number(value)
        else Object.assign(player, { [name]: Boolean(value) })
      },
      detached: () => player.pause(),
      context: () => ({
        play: () => void player.play(),
        pause: () => player.pause(),
        stop: () => Object.assign(player, { currentTime: 0 }).pause(),
        seek: (position: number) => void (player.currentTime = position),
      }),
    }
  },
}
