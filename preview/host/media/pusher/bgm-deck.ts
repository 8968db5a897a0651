/** The five BGM methods of a context: at most one piece plays, and its volume outlives it. */
import { Bgm, loadBgm, type BgmSpan } from './bgm'
import type { SoundSource } from './sound-source'

export interface BgmDeckOptions {
  /** Address of a file named by the page. */
  asset(source: string): string
  emit(type: string, detail: unknown): void
  /** 10003. */
  failed(why: string): void
}

export class BgmDeck {
  private piece: Bgm | undefined
  private volume = 1
  private asked = 0

  constructor(
    private readonly sound: SoundSource,
    private readonly options: BgmDeckOptions,
  ) {}

  /** @throws Error when the file cannot be played. */
  async play(url: string, span: BgmSpan): Promise<void> {
    if (url === '') throw new Error('playBGM: url is empty')
    this.stop()
    const ticket = ++this.asked
    const { options, sound } = this
    let samples: Float32Array
    try {
      samples = await loadBgm(options.asset(url), sound.sampleRate)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      options.failed(why)
      throw new Error(`playBGM: ${why}`)
    }
    // Stopped, or another one asked for, while this was loading.
    if (ticket !== this.asked) return
    const piece: Bgm = new Bgm(samples, sound.sampleRate, span, {
      started: () => options.emit('bgmstart', {}),
      progress: (progress, duration) => options.emit('bgmprogress', { progress, duration }),
      completed: () => {
        sound.layers.delete(piece)
        options.emit('bgmcomplete', {})
      },
    })
    piece.volume = this.volume
    this.piece = piece
    sound.layers.add(piece)
  }

  stop(): void {
    this.asked += 1
    if (this.piece) this.sound.layers.delete(this.piece)
    this.piece = undefined
  }

  /** @throws Error when nothing plays. */
  setPaused(paused: boolean): void {
    if (!this.piece || this.piece.over) throw new Error('no BGM is playing')
    this.piece.paused = paused
  }

  /** 0-1. */
  setVolume(volume: number): void {
    this.volume = volume
    if (this.piece) this.piece.volume = volume
  }
}
