/** What every way of showing a stream offers to the engine: MSE, WebCodecs, or a drawn card. */
import type { FlvTag } from '@lianmai/flv'
import type { ShownPicture } from '../snapshot'

export interface RendererEvents {
  /** The first picture is on the glass. */
  firstPicture(): void
  firstSound(): void
  decoderStarted(): void
  resized(width: number, height: number): void
  /** Pictures move: at first, and again after `stalled`. */
  playing(): void
  /** Nothing left to show. */
  stalled(): void
  decodeFailed(kind: 'video' | 'audio', why: string): void
  /** The browser wants a gesture before it makes a sound; pictures go on. */
  soundBlocked(): void
  /** It cannot go on; the stream must be opened again. */
  failed(why: string): void
}

/** Figures of the moment; `videoFPS` counts since the last call. */
export interface RendererFigures {
  videoFPS: number
  /** ms buffered ahead. */
  videoCache: number
  audioCache: number
  width: number
  height: number
  /** ms by which picture and sound are apart, where it can be known. */
  avPlayInterval?: number
}

export interface Renderer {
  readonly el: HTMLElement
  /** Tags of one connection, from its first on. */
  feed(tags: FlvTag[]): void
  /**
   * Whether it can go on after a gap, and with sound coded in another way. One that cannot is replaced by a new one.
   */
  readonly resumable: boolean
  /** Off screen nothing is drawn, and nothing that is missing is a stall. */
  setVisible(visible: boolean): void
  /** A gesture is under way when this is called with `false` after `soundBlocked`. */
  setMuted(muted: boolean): void
  figures(now: number): RendererFigures
  /** Root mean square of the sound played since the last call, 0-1, before muting. */
  level(): number
  /** The present picture, or `undefined` before the first. */
  picture(): ShownPicture | undefined
  destroy(): void
}
