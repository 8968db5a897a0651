/** Which renderer is on screen: the last picture stays until the next renderer has one, and what nobody sees is not decoded. */
import type { FlvTag } from '@lianmai/flv'
import type { ShownPicture } from '../snapshot'
import type { Renderer } from './renderer'
import { StreamTail } from './stream-tail'

export interface StageOptions {
  create(muted: boolean): Renderer
  /** A new element shows the stream from now on. */
  show(el: HTMLElement): void
  muted: boolean
  /** A renderer of the same stream whose picture stays for the time being. */
  previous: Renderer | undefined
}

/** Who asks for the picture of a player off screen is expected to ask again. */
const PEEK_MS = 2000

export class Stage {
  private renderer: Renderer | undefined
  private previous: Renderer | undefined
  private tail = new StreamTail()
  private muted: boolean
  private visible = true
  private peeking: ReturnType<typeof setTimeout> | undefined
  private begun = false
  private isIdle = false
  private closed = false

  constructor(private readonly options: StageOptions) {
    this.muted = options.muted
    this.previous = options.previous
  }

  /** The renderer of now. */
  get current(): Renderer | undefined {
    return this.renderer
  }

  /** Nobody sees it: pictures are kept coded, from the last key frame on. */
  get idle(): boolean {
    return this.isIdle
  }

  /** A new connection: each gets a decoder that has seen nothing. */
  open(): void {
    this.tail = new StreamTail()
    this.renew()
  }

  feed(tags: FlvTag[]): void {
    const otherSound = tags.filter((tag) => this.tail.push(tag)).length > 0
    if (otherSound && this.renderer?.resumable === false && !this.isIdle) {
      this.renew()
      this.renderer.feed(this.tail.all)
    } else if (!this.isIdle) this.renderer?.feed(tags)
    else if (!this.muted) this.renderer?.feed(tags.filter(({ type }) => type === 'audio'))
  }

  /** Pictures move. */
  began(): void {
    this.begun = true
    this.applyVisibility()
  }

  /** The renderer of now has its first picture: the one before leaves. */
  firstPicture(): void {
    if (!this.previous || !this.renderer) return
    this.options.show(this.renderer.el)
    this.previous.destroy()
    this.previous = undefined
  }

  setMuted(muted: boolean): void {
    this.muted = muted
    this.renderer?.setMuted(muted)
    if (this.isIdle && !muted) this.renderer?.feed(this.tail.headers)
    this.applyVisibility()
  }

  /** Whether the tag is on the phone's screen. */
  setVisible(visible: boolean): void {
    this.visible = visible
    this.applyVisibility()
  }

  /** Who asks for the picture looks at it: off screen it moves for a while. */
  picture(): ShownPicture | undefined {
    if (!this.visible && !this.closed) {
      clearTimeout(this.peeking)
      this.peeking = setTimeout(() => {
        this.peeking = undefined
        this.applyVisibility()
      }, PEEK_MS)
      this.applyVisibility()
    }
    return this.renderer?.picture() ?? this.previous?.picture()
  }

  /** Sound ends; the last picture stays until {@link destroy}. */
  close(): void {
    this.closed = true
    clearTimeout(this.peeking)
    this.renderer?.setMuted(true)
  }

  /** Ends it all but for the picture on screen, which the caller owns from now on. */
  release(): Renderer | undefined {
    this.close()
    const shown = [this.renderer, this.previous].find((renderer) => renderer?.picture())
    if (this.renderer === shown) this.renderer = undefined
    if (this.previous === shown) this.previous = undefined
    this.destroy()
    return shown
  }

  destroy(): void {
    this.close()
    this.renderer?.destroy()
    this.previous?.destroy()
    this.renderer = this.previous = undefined
  }

  private renew(): void {
    if (this.renderer?.picture()) {
      this.previous?.destroy()
      this.previous = this.renderer
      this.previous.setMuted(true)
    } else this.renderer?.destroy()
    this.renderer = this.options.create(this.muted)
    this.isIdle = this.begun = false
    if (!this.previous) this.options.show(this.renderer.el)
  }

  private applyVisibility(): void {
    const seen = this.visible || this.peeking !== undefined
    const { renderer } = this
    // What has not begun goes on until it has: pages may hide a player until its first picture.
    const idle = this.begun && !seen && (this.muted || renderer?.resumable === true)
    if (this.closed || !renderer || idle === this.isIdle) return
    this.isIdle = idle
    if (idle) renderer.setVisible(false)
    else this.resume(renderer)
  }

  private resume(renderer: Renderer): void {
    if (renderer.resumable) {
      renderer.setVisible(true)
      return renderer.feed(this.tail.all.filter(({ type }) => type === 'video'))
    }
    this.renew()
    this.renderer?.feed(this.tail.all)
  }
}
