/** The page around the phones. */
import settings from 'virtual:mp/settings.mp.js'
import { installSharedCamera } from '../media/pusher/shared-camera'
import { element } from '../ui/element'
import type { PhoneMessage } from '../ui/menu'
import { setTextLanguage, text } from '../ui/text'
import { DEVICES, deviceOf } from '../env/devices'
import { choice, iconButton, toggleButton } from './controls'
import { Panel } from './panel'
import { PhoneCard } from './phone-card'
import { initialLook, initialPhones, saveLook, writeAddress, type Look, type PhoneState } from './state'

/** px the person may choose for ordinary text, as WeChat's own setting has them. */
const FONT_SIZES = [14, 16, 18, 20, 22, 24]

/** Height of a phone's bar with the space around it, and how small a phone may become. */
const CHROME_HEIGHT = 128
const MIN_SCALE = 0.45

let look = initialLook(settings)
let phones = initialPhones(settings)
const cards = new Map<string, PhoneCard>()
const bar = element('header', 'frame-bar')
const stage = element('main', 'stage')
const desk = element('div', 'desk')
const notice = element('p', 'notice')
const panel = new Panel(() => [...cards].map(([id, card]) => ({ id, name: card.name, handle: () => card.handle })))
notice.setAttribute('role', 'status')

installSharedCamera()
desk.append(stage, panel.element)
document.body.append(bar, desk, notice)
phones.forEach(addCard)
applyLook()
panel.toggle(look.panel)
fit()
addEventListener('resize', fit)
addEventListener('message', ({ origin, data }: MessageEvent<PhoneMessage>) => {
  if (origin === location.origin && data?.type === 'mp:open') addPhone(data.path)
})

function addPhone(path: string): void {
  const id = String(Math.max(0, ...phones.map((phone) => Number(phone.id))) + 1)
  const phone = { id, path }
  phones = [...phones, phone]
  writeAddress(phones)
  addCard(phone)
  fit()
}

function addCard(phone: PhoneState): void {
  const card = new PhoneCard(phone, look, {
    remove: () => removePhone(phone.id),
    copyLink: (path) => void copyLink(path),
  })
  cards.set(phone.id, card)
  stage.append(card.element)
  if (panel.open) panel.redraw()
}

function removePhone(id: string): void {
  cards.get(id)?.element.remove()
  cards.delete(id)
  phones = phones.filter((phone) => phone.id !== id)
  writeAddress(phones)
  fit()
}

async function copyLink(path: string): Promise<void> {
  const link = `${location.origin}/?phone=${encodeURIComponent(path)}`
  const copied = await navigator.clipboard.writeText(link).then(
    () => true,
    () => false,
  )
  notice.textContent = copied ? text('copied') : `${text('copyFailed')}: ${link}`
  setTimeout(() => (notice.textContent = ''), 4000)
}

function setLook(next: Look): void {
  look = next
  saveLook(look)
  applyLook()
  for (const card of cards.values()) card.setLook(look)
  panel.relabel()
}

function applyLook(): void {
  setTextLanguage(look.language)
  document.documentElement.lang = look.language === 'en' ? 'en' : 'zh-CN'
  document.documentElement.dataset['theme'] = look.theme
  document.title = settings.name
  drawBar()
  panel.toggle(look.panel)
  fit()
}

function drawBar(): void {
  const dark = look.theme === 'dark'
  const language = element('button', 'text-button', look.language === 'en' ? '中文' : 'EN')
  language.type = 'button'
  language.setAttribute('aria-label', text('language'))
  language.addEventListener('click', () => setLook({ ...look, language: look.language === 'en' ? 'zh_CN' : 'en' }))
  const add = iconButton('add', text('addPhone'), () => addPhone(phones.at(-1)?.path ?? ''))
  const theme = iconButton(dark ? 'light' : 'dark', text(dark ? 'light' : 'dark'), () =>
    setLook({ ...look, theme: dark ? 'light' : 'dark' }),
  )
  const beside = toggleButton('panel', text('panel'), look.panel, () => setLook({ ...look, panel: !look.panel }))
  const title = element('h1', 'frame-title', settings.name)
  bar.replaceChildren(title, element('span', 'spacer'), ...choices(), language, theme, add, beside)
}

/** Device, renderer and text size, of every phone. */
function choices(): HTMLElement[] {
  const device = choice(
    text('device'),
    DEVICES.map(({ id, name, width, height }) => [id, `${name}  ${width}×${height}`] as const),
    look.device,
    (value) => setLook({ ...look, device: value }),
  )
  const renderer = choice(
    text('renderer'),
    [
      ['auto', text('rendererAuto')],
      ['webview', 'WebView'],
      ['skyline', 'Skyline'],
    ],
    look.renderer,
    (value) => setLook({ ...look, renderer: value }),
  )
  const sizes = FONT_SIZES.map((size) => [String(size), text('fontSize', size)] as const)
  const font = choice(text('fontSizeLabel'), sizes, String(look.fontSize), (value) =>
    setLook({ ...look, fontSize: Number(value) }),
  )
  return [device, renderer, font]
}

/** Scales the phones to the window: whole phones in height, and beside the panel in width. */
function fit(): void {
  const { width, height } = deviceOf(look.device)
  const free = innerHeight - bar.offsetHeight - CHROME_HEIGHT
  const across = stage.clientWidth - 40
  const scale = Math.min(1, Math.max(MIN_SCALE, Math.min(free / (height + 24), across / (width + 24))))
  stage.style.setProperty('--scale', scale.toFixed(3))
}
