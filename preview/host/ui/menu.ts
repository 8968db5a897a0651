/** The capsule's menu: share the page, settings, and the card that a share makes. */
import { files } from '../env/files'
import { parsePageUrl } from '../runtime/url'
import type { Page } from '../runtime/page'
import { showActionSheet, showToast } from './dialogs'
import { element } from './element'
import { openSettings } from './permission'
import type { Running, Screen } from './screen'
import { text } from './text'

/** Sent to the frame around the phone. */
export type PhoneMessage = { type: 'mp:open'; path: string }

/** What onShareAppMessage returned, completed with the platform's defaults. */
export interface ShareCard {
  title: string
  path: string
  imageUrl: string
}

export async function openMenu(screen: Screen, running: Running): Promise<void> {
  const page = running.navigation.top
  if (!page) return
  const items = [text('share'), text('copyLink'), text('settings')]
  const chosen = await showActionSheet(screen, { items, title: running.settings.name })
  if (chosen === 0 && page.shareHidden) showToast(screen, { title: text('shareHidden'), icon: 'none', duration: 2500 })
  else if (chosen === 0) await sharePage(screen, running, page, { from: 'menu' })
  if (chosen === 1) await copyLink(screen, withQuery(`/${page.link}`, screen.linkQuery?.() ?? ''))
  if (chosen === 2) await openSettings(screen, screen.env)
}

/** Runs onShareAppMessage and shows its card. */
export async function sharePage(
  screen: Screen,
  running: Running,
  page: Page,
  origin: { from: 'menu' | 'button'; target?: unknown },
): Promise<void> {
  if (!page.has('onShareAppMessage'))
    return showToast(screen, { title: text('shareNothing'), icon: 'none', duration: 2500 })
  const given = (page.call('onShareAppMessage', origin) ?? {}) as Partial<ShareCard> & {
    promise?: Promise<Partial<ShareCard>>
  }
  const later = given.promise ? await given.promise : {}
  const { title = running.settings.name, path = `/${page.link}`, imageUrl = '' } = { ...given, ...later }
  showCard(screen, { title, path, imageUrl })
}

function showCard(screen: Screen, card: ShareCard): void {
  const mask = element('div', 'mask')
  const sheet = element('div', 'sheet share-sheet')
  sheet.setAttribute('role', 'dialog')
  const preview = element('div', 'share-card')
  preview.append(element('strong', 'share-title', card.title))
  if (card.imageUrl) {
    const picture = element('img', 'share-image')
    picture.src = assetUrl(card.imageUrl)
    picture.alt = ''
    preview.append(picture)
  }
  preview.append(element('code', 'share-path', card.path))
  const remove = screen.overlay(mask)
  sheet.append(preview)
  const action = (label: string, name: string, act: () => void) => {
    const button = element('button', `sheet-item ${name}`, label)
    button.type = 'button'
    button.addEventListener('click', () => {
      remove()
      act()
    })
    sheet.append(button)
  }
  action(text('openOther'), 'share-open', () => {
    const message: PhoneMessage = { type: 'mp:open', path: card.path.replace(/^\//, '') }
    parent.postMessage(message, location.origin)
  })
  action(text('copyLink'), 'share-copy', () => void copyLink(screen, card.path))
  action(text('cancel'), 'sheet-cancel', () => {})
  mask.append(sheet)
}

const withQuery = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`

async function copyLink(screen: Screen, path: string): Promise<void> {
  const link = `${location.origin}/?phone=${encodeURIComponent(path.replace(/^\//, ''))}`
  const copied = await navigator.clipboard.writeText(link).then(
    () => true,
    () => false,
  )
  showToast(screen, copied ? { title: text('copied'), duration: 1500 } : { title: link, icon: 'none', duration: 6000 })
}

/** Where the preview serves an image of the mini-program; other addresses stay as they are. */
export function assetUrl(path: string, from = ''): string {
  const made = files.url(path)
  if (made !== undefined) return made
  if (path === '' || /^([a-z][\w+.-]*:|\/\/)/i.test(path)) return path
  return `/@mp/file/${path.startsWith('/') ? path.slice(1) : parsePageUrl(`./${path}`, from).route}`
}
