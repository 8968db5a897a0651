/** The bar of `<video>`: play, time, progress, danmu, sound and full screen, shown for a while after each tap. */
import type { BuiltinHost } from './types'

export interface VideoActions {
  toggle(): void
  toggleFullScreen(): void
  toggleDanmu(): void
  seek(seconds: number): void
}

/** The bar goes by itself after this long without a tap, as on phones. */
const SHOWN_MS = 5000

export class VideoControls {
  private readonly bar = document.createElement('div')
  private readonly play = control('wx-video-play', 'Play')
  private readonly centre = control('wx-video-centre', 'Play')
  private readonly time = document.createElement('span')
  private readonly progress = document.createElement('input')
  private readonly length = document.createElement('span')
  private readonly danmu = control('wx-video-danmu-button', 'Danmu')
  private readonly sound = control('wx-video-sound', 'Mute')
  private readonly full = control('wx-video-full', 'Full screen')
  private timer: ReturnType<typeof setTimeout> | undefined
  private seeking = false

  constructor(
    private readonly host: BuiltinHost,
    private readonly player: HTMLVideoElement,
    actions: VideoActions,
  ) {
    const { bar, play, time, progress, length, danmu, sound, full, centre } = this
    bar.className = 'wx-video-bar'
    progress.type = 'range'
    progress.step = 'any'
    progress.min = '0'
    progress.setAttribute('aria-label', 'Progress')
    danmu.textContent = '弹'
    bar.append(play, time, progress, length, danmu, sound, full)
    host.el.append(centre, bar)
    play.onclick = centre.onclick = () => actions.toggle()
    full.onclick = () => actions.toggleFullScreen()
    danmu.onclick = () => actions.toggleDanmu()
    sound.onclick = () => (player.muted = !player.muted)
    progress.addEventListener('input', () => (this.seeking = true))
    progress.addEventListener('change', (event) => {
      event.stopPropagation()
      this.seeking = false
      actions.seek(Number(progress.value))
    })
    for (const type of ['timeupdate', 'durationchange', 'play', 'pause', 'ended', 'volumechange'])
      player.addEventListener(type, () => this.draw())
    player.addEventListener('play', () => this.show(true))
    player.addEventListener('click', () => this.show(!host.el.hasAttribute('bar')))
    this.draw()
  }

  /** Shows or hides the bar and says so; an unplayed or paused video keeps it. */
  show(shown: boolean): void {
    clearTimeout(this.timer)
    const { host, player } = this
    if (!host.get<boolean>('controls')) return
    if (host.el.hasAttribute('bar') !== shown) {
      host.el.toggleAttribute('bar', shown)
      host.emit('controlstoggle', { show: shown })
    }
    if (shown) this.timer = setTimeout(() => !player.paused && this.show(false), SHOWN_MS)
  }

  draw(): void {
    const { host, player, progress } = this
    const { get, el } = host
    const duration = get<number>('duration') || (Number.isFinite(player.duration) ? player.duration : 0)
    const started = player.currentTime > 0 || !player.paused
    const onBar = get('playBtnPosition') !== 'center'
    this.time.textContent = clock(player.currentTime)
    this.length.textContent = clock(duration)
    progress.max = String(duration)
    if (!this.seeking) progress.value = String(player.currentTime)
    progress.style.setProperty('--done', `${duration > 0 ? (player.currentTime / duration) * 100 : 0}%`)
    this.bar.hidden = !get<boolean>('controls') || !started
    this.play.hidden = !get<boolean>('showPlayBtn') || !onBar
    const wide = el.clientWidth > 240
    for (const part of [this.time, progress, this.length]) part.hidden = !get<boolean>('showProgress') || !wide
    this.danmu.hidden = !get<boolean>('danmuBtn')
    this.sound.hidden = !get<boolean>('showMuteBtn')
    this.full.hidden = !get<boolean>('showFullscreenBtn')
    this.centre.hidden =
      !get<boolean>('showCenterPlayBtn') || !get<boolean>('controls') || (started && (onBar || !player.paused))
    el.toggleAttribute('playing', !player.paused)
    el.toggleAttribute('muted', player.muted)
  }

  destroy(): void {
    clearTimeout(this.timer)
  }
}

function control(className: string, label: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = className
  button.setAttribute('aria-label', label)
  return button
}

/** `mm:ss`, and hours only when there are any. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return (parts[0] === 0 ? parts.slice(1) : parts).map((part) => String(part).padStart(2, '0')).join(':')
}
