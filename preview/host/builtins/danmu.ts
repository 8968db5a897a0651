/** Comments that cross the picture of `<video>` at their second. */

export interface Danmu {
  text: string
  color?: string
  /** Second of the video; without one it comes at once. */
  time?: number
}

/** Rows from the top, and the time one comment takes to cross. */
const ROWS = 5
const CROSSING_MS = 6000

export class DanmuLayer {
  readonly el = document.createElement('div')
  private list: readonly Danmu[] = []
  private second = -1
  private row = 0

  constructor() {
    this.el.className = 'wx-video-danmu'
  }

  set(list: unknown): void {
    this.list = Array.isArray(list) ? (list as Danmu[]) : []
  }

  /** The video is at `seconds`: comments of this second start. */
  at(seconds: number): void {
    const second = Math.floor(seconds)
    if (second === this.second) return
    this.second = second
    for (const danmu of this.list) if (danmu.time === second) this.send(danmu)
  }

  send({ text, color = '#fff' }: Danmu): void {
    const line = document.createElement('p')
    line.textContent = text
    line.style.cssText = `color:${color};top:${(this.row++ % ROWS) * 20}%`
    this.el.append(line)
    const crossing = line.animate(
      [{ transform: `translateX(${this.el.clientWidth}px)` }, { transform: 'translateX(-100%)' }],
      { duration: CROSSING_MS },
    )
    crossing.onfinish = () => line.remove()
  }
}
