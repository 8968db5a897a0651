/** What `<pusher-panel>` shows, from the store: pure, so that it is tested by tables. */
import type { ErrorReason, MediaState } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import type { Lacks } from './guards'
import { FACES, ICONS, PANES, QUALITIES, SLIDERS } from './panes'
import type { CustomControl, PusherControl, Track } from './props'
import { SETTINGS, settingsOf, type PusherSettings } from './settings'
import { isDenial, isOff, isOnAir, isHopeless, statusKey, toastOf, word } from './words'

export interface PusherPanelInput {
  lang: string
  controls: Array<PusherControl | CustomControl>
  settings: Partial<PusherSettings>
  hint: boolean
  bgm: Track[]
  failure: Failure | null
  /** Name of what failed. */
  tried: string
  /** What the person has refused to the mini-program, as the tag told. */
  denied: ErrorReason | ''
  picked: Partial<PusherSettings>
  torch: boolean
  /** Page of the sheet that was asked for: `more`, a name of PANES, or none. */
  pane: string
  /** Where the sliders stood when that page opened. */
  opened: Record<string, unknown>
  /** Tenths, per cent, per cent. */
  levels: Record<string, number>
  lacks: Lacks
  /** Ten times the most this camera can zoom, once it has said so. */
  zoomMax: number
}

/** What stands in the way of a picture, if anything: a permission is missing, or the stream failed. */
function trouble(state: MediaState, { denied, failure }: PusherPanelInput): Failure | null {
  if (denied) return { reason: denied }
  if (state.phase === 'failed') return { reason: state.reason }
  return failure && isDenial(failure.reason) ? failure : null
}

/** Which controls make sense now; those the page asked for are drawn. */
function offers({ pusher }: RoomStore, { bgm, lacks }: PusherPanelInput): Readonly<Record<string, boolean>> {
  const { state, attributes } = pusher
  const picture = attributes.enableCamera
  return {
    mic: true,
    camera: true,
    quality: true,
    voice: true,
    music: Array.isArray(bgm) && bgm.length > 0,
    flip: picture,
    mirror: picture,
    beauty: picture,
    filter: picture,
    torch: picture && attributes.devicePosition === 'back',
    // A phone takes none while nothing is pushed.
    snapshot: picture && isOnAir(state.phase),
    pip: !lacks.pip,
  }
}

interface Button {
  name: string
  icon: string
  label: string
  caption: string
  /** Two kinds of "not as usual": what is cut off, and what is switched on. */
  tone: '' | 'cut' | 'lit'
  /** The page's own, and whether its icon is a picture's path. */
  own: boolean
  picture: boolean
}

/** @param on what is a switch, and how it stands */
function kitButton(lang: string, name: string, on: boolean | undefined, label?: string): Button {
  const caption = word(lang, name)
  const cuts = name === 'mic' || name === 'camera'
  return {
    name,
    icon: (ICONS[name] ?? '') + (cuts && !on ? '-off' : ''),
    label: label ?? (on === undefined ? caption : `${caption}, ${word(lang, on ? 'on' : 'off')}`),
    caption,
    tone: cuts ? (on ? '' : 'cut') : on ? 'lit' : '',
    own: false,
    picture: false,
  }
}

const ownButton = (name: string, label: string, icon: string): Button => ({
  name,
  icon,
  label,
  caption: label,
  tone: '',
  own: true,
  picture: /[/.]/.test(icon),
})

/** What stands on the desk, and what waits in the sheet, in the page's order. */
function placed({ controls }: PusherPanelInput, lang: string, kits: (name: string) => Button | undefined) {
  const desk: Button[] = []
  const sheet: Button[] = []
  let list = desk
  const seen = new Set<unknown>()
  for (const control of Array.isArray(controls) ? controls : []) {
    const { name = '', label = '', icon = '' } = (typeof control === 'object' && control) || {}
    const button = label ? ownButton(name, label, icon) : kits(String(control))
    const key = label ? name : control
    if (control === 'more') list = sheet
    else if (button && key && !seen.has(key)) list.push(button)
    seen.add(key)
  }
  return { desk: sheet.length ? [...desk, kitButton(lang, 'more', undefined)] : desk, sheet }
}

function amountOf(name: string, value: unknown): string {
  if (name === 'zoom') return `${Number(value) / 10}×`
  return name in SETTINGS ? String(value) : `${String(value)}%`
}

/** One section of a page of the sheet. What the music list shows ticks, and stays out of here. */
function sectionOf(lang: string, name: string, input: PusherPanelInput, values: Record<string, unknown>) {
  const { pane, zoomMax, opened } = input
  const value = values[name]
  const slides = name in SLIDERS
  const choices: readonly unknown[] = name === 'quality' ? QUALITIES : (SETTINGS[name as keyof PusherSettings] ?? [])
  return {
    name,
    title: name === 'beauty' ? word(lang, 'smooth') : name === pane ? '' : word(lang, name),
    amount: slides ? amountOf(name, value) : '',
    min: name === 'zoom' ? 10 : 0,
    max: name === 'zoom' ? zoomMax : (SLIDERS[name] ?? 0),
    from: opened[name] as number,
    chosen: value,
    faces: name in FACES,
    note: name === 'quality' && value === 'RTC' ? word(lang, 'rtc') : '',
    choices: slides
      ? []
      : choices.map((one, index) => ({
          value: one,
          label: word(lang, name, index + 1),
          face: FACES[name]?.[index] ?? '',
        })),
  }
}

/** The page of the sheet that is open, if it makes sense now. */
function sheetOf(lang: string, open: string, input: PusherPanelInput, values: Record<string, unknown>) {
  const { lacks, zoomMax } = input
  const without: Readonly<Record<string, boolean | undefined>> = { ...lacks, zoom: zoomMax <= 10 }
  const names = (PANES.get(open) ?? []).filter((name) => !without[name])
  return {
    open,
    title: open && word(lang, open),
    sections: names.map((name) => sectionOf(lang, name, input, values)),
  }
}

/** Attributes of the tag while it only carries; none where there is nothing to carry, or my stream does it. */
function carrierOf({ carrier, pusher }: RoomStore) {
  const carried = carrier && !pusher.streamId ? carrier.url : ''
  return { carried, ...(carried && { url: carried, mode: 'RTC', enableCamera: false, enableMic: false }) }
}

export function selectPusherPanel(store: RoomStore, input: PusherPanelInput) {
  const lang = resolveLang(input.lang)
  const { canPublish, pusher } = store
  const { state, attributes, streamId } = pusher
  const { phase } = state
  const { mode, enableMic } = attributes
  const wrong = trouble(state, input)
  const look = settingsOf(input.settings, input.picked)
  const live = isOnAir(phase)
  const visible = canPublish || !isOff(phase) || phase === 'failed'
  // By a host, who alone can undo it.
  const muted = store.me?.silenced === true
  const offer = offers(store, input)
  const on: Record<string, boolean> = {
    mic: enableMic && !muted,
    camera: attributes.enableCamera,
    torch: input.torch,
    mirror: look.mirror,
    pip: look.pip,
  }
  const { desk, sheet } = placed(input, lang, (name) => {
    const label = name === 'mic' && muted ? word(lang, 'muted') : undefined
    return offer[name]
      ? kitButton(lang, name, on[name], name === 'quality' ? `${word(lang, name)}, ${mode}` : label)
      : undefined
  })
  const asked = Array.isArray(input.controls) && input.controls.includes('publish')
  const open = visible && (input.pane === 'more' || offer[input.pane]) ? input.pane : ''
  return {
    t: {
      ...texts(lang, 'common.', ['common.close', 'common.pending']),
      ...texts(lang, 'pusher.', TEXTS),
    },
    ...attributes,
    ...carrierOf(store),
    look,
    desk,
    tiles: open === 'more' ? sheet : [],
    ...sheetOf(lang, open, input, { ...look, ...input.levels, quality: mode }),
    phase,
    streamId,
    canPublish,
    visible,
    away: !visible && (!input.hint || isHopeless(store)),
    onAir: live,
    go: asked && canPublish && !live && !wrong,
    end: asked && live,
    off: isOff(phase),
    silent: !on.mic,
    status: translate(lang, statusKey(phase, mode === 'RTC')),
    initial: Array.from(store.me?.name ?? '')[0] ?? '',
    sentence: wrong ? errorSentence(lang, wrong) : '',
    denial: isDenial(wrong?.reason),
    remedy: wrong ? translate(lang, isDenial(wrong.reason) ? 'common.settings' : 'common.retry') : '',
    toast: toastOf(lang, input.failure, input.tried),
  }
}

const TEXTS = [
  'pusher.start',
  'pusher.stop',
  'pusher.no-right',
  'pusher.halt',
  'pusher.pause',
  'pusher.play',
  'pusher.talking',
  'pusher.taken',
  'pusher.selected',
  'pusher.back',
] as const

/** Loud enough to be speech, of 100; volumes come in steps of 10. */
const SPEECH = 30

export function tickPusherPanel(store: RoomStore) {
  const { volume, attributes } = store.pusher
  const { enableMic } = attributes
  return {
    /** The level in the microphone button. */
    level: enableMic ? volume : 0,
    /** Only where the client reports a volume in spite of the microphone being off; most do not. */
    talking: !enableMic && volume >= SPEECH,
  }
}
