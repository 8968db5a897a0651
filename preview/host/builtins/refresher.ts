/** Pulling a scroll-view down to refresh it: the platform's own dots, or a child with `slot="refresher"`. */
import type { BuiltinHost } from './types'

/** A pulled list gives way by half of the finger's way. */
const RESISTANCE = 0.5

export class Refresher {
  private readonly box = document.createElement('div')
  private pull = 0
  private opened = false
  private ready = false

  constructor(private readonly host: BuiltinHost) {
    this.box.className = 'wx-refresher'
    this.box.innerHTML = '<i></i><i></i><i></i>'
    host.el.append(this.box)
    host.el.addEventListener('touchstart', (event) => this.down(event.touches[0]?.clientY ?? 0, event), {
      passive: true,
    })
    host.el.addEventListener('pointerdown', (event) => {
      if (event.pointerType === 'mouse' && event.button === 0) this.down(event.clientY, event)
    })
  }

  changed(name: string): void {
    const { el, get } = this.host
    if (!name.startsWith('refresher')) return
    el.toggleAttribute('refresher', get<boolean>('refresherEnabled'))
    this.box.dataset['look'] = this.custom ? 'none' : get('refresherDefaultStyle')
    this.box.style.background = get('refresherBackground')
    if (name !== 'refresherTriggered') return
    if (get<boolean>('refresherTriggered')) this.open()
    else this.close()
  }

  /** Opens, as a pull beyond the threshold or `refresher-triggered` does. */
  open(): void {
    if (this.opened || !this.host.get<boolean>('refresherEnabled')) return
    this.opened = true
    this.show(this.threshold, true)
    // So that the page's `false` is a change, whether or not it ever wrote `true`.
    this.host.set('refresherTriggered', true)
    this.host.emit('refresherrefresh', { dy: this.threshold })
  }

  close(): void {
    if (!this.opened) return
    this.opened = false
    this.show(0, true)
    this.host.set('refresherTriggered', false)
    this.host.emit('refresherrestore', { dy: 0 })
  }

  destroy(): void {
    this.opened = false
  }

  private get threshold(): number {
    return this.host.get<number>('refresherThreshold')
  }

  private get custom(): HTMLElement | undefined {
    const children = [...this.host.el.children] as (HTMLElement & { __wxElement?: { slot?: string } })[]
    return children.find((child) => child.__wxElement?.slot === 'refresher')
  }

  private down(startY: number, { type }: Event): void {
    const { el, get } = this.host
    if (!get<boolean>('refresherEnabled') || this.opened || el.scrollTop > 0) return
    const [moving, ...ending] =
      type === 'touchstart'
        ? (['touchmove', 'touchend', 'touchcancel'] as const)
        : (['pointermove', 'pointerup', 'pointercancel'] as const)
    const move = (event: TouchEvent | PointerEvent) => {
      const y = 'touches' in event ? (event.touches[0]?.clientY ?? startY) : event.clientY
      if (el.scrollTop > 0 || (y <= startY && this.pull === 0)) return
      // The list would scroll with the finger.
      if (event.cancelable) event.preventDefault()
      this.pulled(Math.max(0, (y - startY) * RESISTANCE))
    }
    const up = () => {
      removeEventListener(moving, move)
      for (const end of ending) removeEventListener(end, up)
      this.released()
    }
    addEventListener(moving, move, { passive: false })
    for (const end of ending) addEventListener(end, up)
  }

  private pulled(dy: number): void {
    if (dy === this.pull) return
    this.show(dy, false)
    this.host.emit('refresherpulling', { dy })
    const ready = dy >= this.threshold
    if (ready && !this.ready) this.host.emit('refresherwillrefresh', { dy })
    this.ready = ready
  }

  private released(): void {
    if (this.pull === 0 || this.opened) return
    if (this.ready) this.open()
    else {
      this.host.emit('refresherabort', { dy: this.pull })
      this.show(0, true)
    }
    this.ready = false
  }

  private show(pull: number, animated: boolean): void {
    this.pull = pull
    this.host.el.toggleAttribute('settling', animated)
    this.host.el.style.setProperty('--pull', `${pull}px`)
    this.custom?.setAttribute('data-refresher', '')
    this.box.dataset['look'] = this.custom ? 'none' : this.host.get('refresherDefaultStyle')
    this.box.toggleAttribute('running', this.opened)
  }
}
