/** The page around the phones. */
import settings from 'virtual:mp/settings.mp.js'
import { installSharedCamera } from '../media/pusher/shared-camera'
import { element } from '../ui/element'
import type { PhoneMessage } from '../ui/menu'
import { setTextLanguage, text } from '../ui/text'
import { choice, iconButton } from './controls'
import { PhoneCard } from './phone-card'
import { initialLook, initialPhones, saveLook, writeAddress, type Look, type PhoneState } from './state'

let look = initialLook(settings)
let phones = initialPhones(settings)
const cards = new Map<string, PhoneCard>()
const bar = element('header', 'frame-bar')
const stage = element('main', 'stage')
const notice = element('p', 'notice')
notice.setAttribute('role', 'status')

installSharedCamera()
applyLook()
document.body.append(bar, stage, notice)
phones.forEach(addCard)
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
}

function applyLook(): void {
  setTextLanguage(look.language)
  document.documentElement.lang = look.language === 'en' ? 'en' : 'zh-CN'
  document.documentElement.dataset['theme'] = look.theme
  document.title = settings.name
  drawBar()
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
  const title = element('h1', 'frame-title', settings.name)
  bar.replaceChildren(title, element('span', 'spacer'), renderer, add, language, theme)
}

/** Scales the phones to the window: whole phones in height, as many side by side as fit. */
function fit(): void {
  const height = innerHeight - bar.offsetHeight - 130
  const scale = Math.min(1, Math.max(0.5, height / 868))
  stage.style.setProperty('--scale', scale.toFixed(3))
}
