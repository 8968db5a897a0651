/** One phone on the frame page: its bar, its bezel, and the document inside. */
import { deviceOf } from '../env/devices'
import { SINGLE_PAGE_SCENE } from '../env/phone-env'
import type { AppAuthorization, AppCapability, Network, Orientation } from '../env/types'
import { userOf } from '../env/users'
import type { PhoneHandle } from '../runtime/expose'
import { element } from '../ui/element'
import { text } from '../ui/text'
import { choice, iconButton, toggleButton } from './controls'
import { permissionSheet, refuses } from './permissions'
import { popover, sheetButton } from './popover'
import type { Look, PhoneState } from './state'

export interface CardActions {
  remove(): void
  copyLink(path: string): void
}

const ALLOWED = 'camera; microphone; autoplay; clipboard-read; clipboard-write; fullscreen; picture-in-picture'

/** What the bar of a phone keeps over a reload of the phone. */
interface Settings {
  network: Network
  held: Orientation
  keyboard: boolean
  singlePage: boolean
  appAuthorize: Readonly<Record<AppCapability, AppAuthorization>> | undefined
}

export class PhoneCard {
  readonly element = element('article', 'phone-card')
  private readonly bar = element('header', 'phone-bar')
  private readonly bezel = element('div', 'bezel')
  private frame: HTMLIFrameElement | undefined
  private readonly settings: Settings = {
    network: 'online',
    held: 'portrait',
    keyboard: false,
    singlePage: false,
    appAuthorize: undefined,
  }

  constructor(
    readonly state: PhoneState,
    private look: Look,
    private readonly actions: CardActions,
  ) {
    this.element.dataset['phone'] = state.id
    this.element.append(this.bar, this.bezel)
    this.open()
  }

  setLook(look: Look): void {
    const { renderer, device, fontSize } = this.look
    const relaid = look.renderer !== renderer || look.device !== device || look.fontSize !== fontSize
    this.look = look
    // Which layout a page has is decided when it is made.
    if (relaid && this.frame) return this.open()
    this.handle?.env.set('language', look.language)
    this.handle?.env.set('theme', look.theme)
    if (this.frame) this.draw()
    else this.close()
  }

  get handle(): PhoneHandle | undefined {
    return this.frame?.contentWindow?.__phone
  }

  /** Number and person, e.g. `1 · Ann`. */
  get name(): string {
    return `${text('phoneTitle', this.state.id)} · ${userOf(this.state.id, this.look.language).nickName}`
  }

  private open(): void {
    this.frame?.remove()
    const frame = element('iframe')
    frame.title = text('phoneTitle', this.state.id)
    frame.allow = ALLOWED
    frame.src = this.address()
    frame.addEventListener('load', () => this.loaded())
    this.frame = frame
    this.bezel.replaceChildren(frame)
    this.shape('portrait')
    this.draw()
  }

  private address(): string {
    const { network, held, keyboard, singlePage } = this.settings
    const query = new URLSearchParams({
      phone: this.state.id,
      path: this.state.path,
      lang: this.look.language,
      theme: this.look.theme,
      renderer: this.look.renderer,
      device: this.look.device,
      font: String(this.look.fontSize),
      held,
      scene: String(singlePage ? SINGLE_PAGE_SCENE : 1001),
      network,
      keyboard: keyboard ? 'on' : 'off',
    })
    return `/phone.html?${query.toString()}`
  }

  /** A phone that reloads itself (a file changed) starts with the state its bar shows. */
  private loaded(): void {
    const { handle } = this
    if (!handle) return
    const { env } = handle
    env.set('network', this.settings.network)
    env.set('language', this.look.language)
    env.set('theme', this.look.theme)
    env.set('held', this.settings.held)
    if (this.settings.appAuthorize) env.set('appAuthorize', this.settings.appAuthorize)
    this.applyKeyboard()
    env.on('orientation', (orientation) => this.shape(orientation))
    this.shape(env.orientation)
    for (const name of ['foreground', 'audioInterrupted', 'permissions'] as const) env.on(name, () => this.draw())
    this.draw()
  }

  /** Bezel and glass as the content lies. */
  private shape(orientation: Orientation): void {
    const { width, height } = deviceOf(this.look.device)
    const [wide, tall] = orientation === 'landscape' ? [height, width] : [width, height]
    this.element.style.setProperty('--width', String(wide))
    this.element.style.setProperty('--height', String(tall))
  }

  private close(): void {
    this.frame?.remove()
    this.frame = undefined
    this.bezel.replaceChildren(element('p', 'closed-note', text('closed')))
    this.draw()
  }

  private draw(): void {
    // A sheet that is open stays: it shows what was chosen in it.
    if (this.bar.querySelector('.mp-popover-sheet:not([hidden])')) return
    const top = element('div', 'bar-row')
    top.append(element('strong', 'phone-name', this.name), element('span', 'spacer'))
    if (this.frame) {
      top.append(
        iconButton('link', text('copyLink'), () => this.actions.copyLink(this.handle?.link() || this.state.path)),
        iconButton('reload', text('reload'), () => this.open()),
        iconButton('power', text('close'), () => this.close()),
      )
    } else top.append(iconButton('power', text('reopen'), () => this.open()))
    top.append(iconButton('close', text('remove'), () => this.actions.remove()))
    this.bar.replaceChildren(top, ...(this.frame ? [this.drawSwitches()] : []))
  }

  private drawSwitches(): HTMLElement {
    const row = element('div', 'bar-row')
    const env = this.handle?.env
    const away = env?.foreground === false
    const interrupted = env?.audioInterrupted === true
    const permissions = permissionSheet(
      () => this.handle?.env,
      () => {
        this.settings.appAuthorize = this.handle?.env.appAuthorize
        permissions.mark(refuses(this.handle?.env))
      },
    )
    permissions.mark(refuses(env))
    const network = choice(text('network'), networks(), this.settings.network, (value) => this.setNetwork(value))
    network.dataset['network'] = this.settings.network
    row.append(
      network,
      permissions.element,
      element('span', 'spacer'),
      toggleButton('background', text(away ? 'foreground' : 'background'), away, () => env?.set('foreground', away)),
      toggleButton('interrupt', text(interrupted ? 'interruptEnd' : 'interrupt'), interrupted, () =>
        env?.set('audioInterrupted', !interrupted),
      ),
      toggleButton('rotate', text('rotate'), this.settings.held === 'landscape', () => this.turn()),
      toggleButton('keyboard', text('keyboardToggle'), this.settings.keyboard, () => this.toggleKeyboard()),
      toggleButton('moments', text('scene'), this.settings.singlePage, () => this.toggleScene()),
      this.drawMore(),
    )
    return row
  }

  private drawMore(): HTMLElement {
    return popover('more', text('menu'), (sheet) => {
      const { handle } = this
      sheet.append(
        sheetButton(text('memoryWarning'), () => handle?.raise('memory')),
        sheetButton(text('screenshot'), () => handle?.raise('capture')),
        sheetButton(text('clearStorage'), () => this.clearStorage()),
      )
    }).element
  }

  /** Everything this phone has stored, and what it was allowed. */
  private clearStorage(): void {
    const own = new RegExp(`^mp:(.*:)?${this.state.id}:`)
    for (const storage of [localStorage, sessionStorage])
      for (const key of Object.keys(storage)) if (own.test(key)) storage.removeItem(key)
    this.open()
  }

  private setNetwork(network: Network): void {
    this.settings.network = network
    this.handle?.env.set('network', network)
    this.draw()
  }

  private turn(): void {
    this.settings.held = this.settings.held === 'portrait' ? 'landscape' : 'portrait'
    this.handle?.env.set('held', this.settings.held)
    this.draw()
  }

  private toggleKeyboard(): void {
    this.settings.keyboard = !this.settings.keyboard
    this.applyKeyboard()
    this.draw()
  }

  private applyKeyboard(): void {
    const root = this.frame?.contentDocument?.documentElement
    if (root) root.dataset['keyboard'] = this.settings.keyboard ? 'on' : 'off'
  }

  private toggleScene(): void {
    this.settings.singlePage = !this.settings.singlePage
    this.open()
  }
}

const networks = () =>
  [
    ['online', text('online')],
    ['weak', text('weak')],
    ['offline', text('offline')],
  ] as const
