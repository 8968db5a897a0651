/** Full screen within the phone: the tag, with whatever the page put inside it, covers the screen. */

/** `event.detail` of `fullscreenchange`. */
export interface FullScreenChange {
  fullScreen: boolean
  direction: 'vertical' | 'horizontal'
}

export class FullScreen {
  private before: string | undefined

  constructor(
    private readonly el: HTMLElement,
    private readonly changed: (change: FullScreenChange) => void,
  ) {}

  /** `direction`: 0 upright, 90 or -90 turned; anything else is 0. */
  enter(direction: unknown): void {
    const angle = direction === 90 || direction === -90 ? direction : 0
    this.before ??= this.el.style.cssText
    const [width, height] = angle === 0 ? ['100vw', '100vh'] : ['100vh', '100vw']
    this.el.style.cssText =
      `${this.before};position:fixed;left:50%;top:50%;margin:0;width:${width};height:${height};` +
      `transform:translate(-50%,-50%) rotate(${angle}deg);z-index:2147483000;`
    this.changed({ fullScreen: true, direction: angle === 0 ? 'vertical' : 'horizontal' })
  }

  /** @throws Error when it is not on. */
  exit(): void {
    if (this.before === undefined) throw new Error('live-player is not in full screen')
    this.el.style.cssText = this.before
    this.before = undefined
    this.changed({ fullScreen: false, direction: 'vertical' })
  }
}
