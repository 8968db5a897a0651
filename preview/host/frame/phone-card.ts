/** One phone on the frame page: its bar, its bezel, and the document inside. */
import { SINGLE_PAGE_SCENE } from '../env/phone-env'
import type { Network, Permission } from '../env/types'
import type { PhoneHandle } from '../runtime/expose'
import { element } from '../ui/element'
import { text } from '../ui/text'
import { choice, iconButton, toggleButton } from './controls'
import type { Look, PhoneState } from './state'

export interface CardActions {
  remove(): void
  copyLink(path: string): void
}

const ALLOWED = 'camera; microphone; autoplay; clipboard-read; clipboard-write; fullscreen; picture-in-picture'

export class PhoneCard {
  readonly element = element('article', 'phone-card')
  private readonly bar = element('header', 'phone-bar')
  private readonly bezel = element('div', 'bezel')
  private frame: HTMLIFrameElement | undefined
  private network: Network = 'online'
  private permission: Permission = 'ask'
  private keyboard = false
  private singlePage = false

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
    const relaid = look.renderer !== this.look.renderer
    this.look = look
    // Which layout a page has is decided when it is made.
    if (relaid && this.frame) return this.open()
    this.handle?.env.set('language', look.language)
    this.handle?.env.set('theme', look.theme)
    if (this.frame) this.draw()
    else this.close()
  }

  private get handle(): PhoneHandle | undefined {
    return this.frame?.contentWindow?.__phone
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
    this.draw()
  }

  private address(): string {
    const query = new URLSearchParams({
      phone: this.state.id,
      path: this.state.path,
      lang: this.look.language,
      theme: this.look.theme,
      renderer: this.look.renderer,
      scene: String(this.singlePage ? SINGLE_PAGE_SCENE : 1001),
      network: this.network,
      keyboard: this.keyboard ? 'on' : 'off',
    })
    return `/phone.html?${query.toString()}`
  }

  /** A phone that reloads itself (a file changed) starts with the state its bar shows. */
  private loaded(): void {
    const { handle } = this
    if (!handle) return
    handle.env.set('network', this.network)
    handle.env.set('language', this.look.language)
    handle.env.set('theme', this.look.theme)
    this.applyKeyboard()
    const follow = () => {
      const { permissions } = handle.env
      const camera = permissions['scope.camera']
      this.permission = camera === permissions['scope.record'] ? camera : 'ask'
      this.draw()
    }
    for (const name of ['foreground', 'audioInterrupted', 'permissions'] as const) handle.env.on(name, follow)
    follow()
  }

  private close(): void {
    this.frame?.remove()
    this.frame = undefined
    this.bezel.replaceChildren(element('p', 'closed-note', text('closed')))
    this.draw()
  }

  private draw(): void {
    const top = element('div', 'bar-row')
    top.append(element('strong', 'phone-name', text('phoneTitle', this.state.id)), element('span', 'spacer'))
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
    row.append(
      choice(text('network'), networks(), this.network, (value) => this.setNetwork(value)),
      choice(text('permission'), permissions(), this.permission, (value) => this.setPermission(value)),
      element('span', 'spacer'),
      toggleButton('background', text(away ? 'foreground' : 'background'), away, () => env?.set('foreground', away)),
      toggleButton('interrupt', text(interrupted ? 'interruptEnd' : 'interrupt'), interrupted, () =>
        env?.set('audioInterrupted', !interrupted),
      ),
      toggleButton('keyboard', text('keyboardToggle'), this.keyboard, () => this.toggleKeyboard()),
      toggleButton('moments', text('scene'), this.singlePage, () => this.toggleScene()),
    )
    return row
  }

  private setNetwork(network: Network): void {
    this.network = network
    this.handle?.env.set('network', network)
    this.draw()
  }

  private setPermission(permission: Permission): void {
    this.permission = permission
    const env = this.handle?.env
    env?.set('permissions', { ...env.permissions, 'scope.camera': permission, 'scope.record': permission })
    this.draw()
  }

  private toggleKeyboard(): void {
    this.keyboard = !this.keyboard
    this.applyKeyboard()
    this.draw()
  }

  private applyKeyboard(): void {
    const root = this.frame?.contentDocument?.documentElement
    if (root) root.dataset['keyboard'] = this.keyboard ? 'on' : 'off'
  }

  private toggleScene(): void {
    this.singlePage = !this.singlePage
    this.open()
  }
}

const networks = () =>
  [
    ['online', text('online')],
    ['weak', text('weak')],
    ['offline', text('offline')],
  ] as const

const permissions = () =>
  [
    ['ask', `${text('permission')}: ${text('ask')}`],
    ['allow', `${text('permission')}: ${text('allow')}`],
    ['deny', `${text('permission')}: ${text('refuse')}`],
  ] as const
