/** `<icon>` and `<progress>`. */
import { pixels } from './lengths'
import type { BuiltinDefinition } from './types'

const ICONS = [
  'success',
  'success_no_circle',
  'info',
  'warn',
  'waiting',
  'cancel',
  'download',
  'search',
  'clear',
  'info_circle',
]

export const icon: BuiltinDefinition = {
  properties: {
    type: { type: String, values: [...ICONS, 'circle', 'waiting_circle', 'success_circle'] },
    size: { type: null, value: 23 },
    color: { type: String },
  },
  events: [],
  create: ({ el }) => {
    el.style.setProperty('--icon-size', '23px')
    return {
      changed(name, value) {
        if (name === 'type') el.setAttribute('type', String(value))
        if (name === 'size') el.style.setProperty('--icon-size', `${pixels(value)}px`)
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
    fontSize: { type: null, value: 16 },
    strokeWidth: { type: null, value: 6 },
    activeColor: { type: String, value: '#09BB07' },
    color: { type: String },
    backgroundColor: { type: String, value: '#EBEBEB' },
    active: { type: Boolean },
    activeMode: { type: String, value: 'backwards', values: ['backwards', 'forwards'] },
    duration: { type: Number, value: 30 },
  },
  events: ['activeend'],
  create({ el, get, emit }) {
    const track = document.createElement('div')
    const bar = document.createElement('div')
    const info = document.createElement('span')
    track.append(bar)
    el.append(track, info)
    el.setAttribute('role', 'progressbar')
    let shown = 0
    let frame = 0
    const show = (percent: number) => {
      shown = percent
      bar.style.width = `${percent}%`
      info.textContent = get<boolean>('showInfo') ? `${Math.round(percent)}%` : ''
      el.setAttribute('aria-valuenow', String(Math.round(percent)))
    }
    const run = (to: number) => {
      const from = get('activeMode') === 'forwards' ? shown : 0
      const began = performance.now()
      const tick = (now: number) => {
        // `duration` is the time of one percent.
        const reached = Math.min(to, from + Math.max(0, now - began) / Math.max(1, get<number>('duration')))
        show(to < from ? to : reached)
        if (shown < to) frame = requestAnimationFrame(tick)
        else emit('activeend', { curPercent: to })
      }
      frame = requestAnimationFrame(tick)
    }
    const style = () => {
      track.style.cssText = `height:${pixels(get('strokeWidth'))}px;background:${get<string>('backgroundColor')};border-radius:${pixels(get('borderRadius'))}px`
      bar.style.background = get<string>('color') || get<string>('activeColor')
      info.style.fontSize = `${pixels(get('fontSize'))}px`
    }
    const update = (name?: string) => {
      style()
      const percent = Math.min(100, Math.max(0, get<number>('percent')))
      if (name !== undefined && name !== 'percent' && name !== 'active') return show(shown)
      cancelAnimationFrame(frame)
      if (get<boolean>('active') && el.isConnected) run(percent)
      else show(percent)
    }
    update()
    return { attached: () => update(), changed: update, detached: () => cancelAnimationFrame(frame) }
  },
}
