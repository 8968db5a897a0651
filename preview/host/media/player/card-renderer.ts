/** A simulated person's picture: the moving test card, drawn here, with no network behind it. */
import { drawTestCard, hueOf, type TestCard } from '../pusher/test-card'
import { every } from '../worker-timer'
import { cardScript, type CardScript } from './card-script'
import type { Renderer, RendererEvents, RendererFigures } from './renderer'

const FPS = 15
const WIDTH = 360
const HEIGHT = 640

/** `simulated:<id>?name=...&hue=...`: the name defaults to the id, the hue to one that belongs to the name. */
export function cardOf(src: string): TestCard {
  const url = new URL(src)
  const id = decodeURIComponent(url.pathname)
  const name = url.searchParams.get('name') ?? id
  const hue = Number(url.searchParams.get('hue') ?? hueOf(name))
  return { name, hue: Number.isFinite(hue) ? hue : hueOf(name) }
}

export class CardRenderer implements Renderer {
  readonly el = document.createElement('canvas')
  readonly resumable = true
  private visible = true
  private readonly stop: () => void
  private drawn = 0
  private since = performance.now()
  private readonly script: CardScript

  constructor(src: string, events: RendererEvents) {
    const card = cardOf(src)
    this.script = cardScript(src)
    this.el.width = WIDTH
    this.el.height = HEIGHT
    const context = this.el.getContext('2d', { alpha: false })
    if (!context) throw new Error('This browser gives no 2D canvas')
    let first = true
    this.stop = every(1000 / FPS, () => {
      // The first picture comes all the same: a stream that stands still has one.
      if (!first && this.script.frozen(Date.now())) return
      if (this.visible) drawTestCard(context, WIDTH, HEIGHT, card, Date.now())
      this.drawn += 1
      if (!first) return
      first = false
      events.resized(WIDTH, HEIGHT)
      events.firstPicture()
      events.playing()
    })
  }

  feed(): void {}

  setMuted(): void {}

  setVisible(visible: boolean): void {
    this.visible = visible
  }

  figures(now: number): RendererFigures {
    const videoFPS = Math.round((this.drawn * 1000) / Math.max(1, now - this.since))
    this.drawn = 0
    this.since = now
    return { videoFPS, videoCache: 0, audioCache: 0, width: WIDTH, height: HEIGHT }
  }

  /** A voice rises and falls a few times a second. */
  level(): number {
    const now = Date.now()
    return this.script.speaking(now) ? 0.25 + 0.15 * Math.sin(now / 120) : 0
  }

  picture(): { source: CanvasImageSource; width: number; height: number } {
    return { source: this.el, width: WIDTH, height: HEIGHT }
  }

  destroy(): void {
    this.stop()
    this.el.remove()
  }
}
