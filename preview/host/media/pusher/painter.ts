/** Draws the present picture of a source into the canvas that is both the local preview and what is encoded. */
import type { PusherAttributes } from './attributes'
import type { PictureSource } from './picture-source'

/** Colour filters by the platform's names (`solor` is its spelling), as CSS filters that come near them. */
const FILTERS: Readonly<Record<string, string>> = {
  standard: '',
  pink: 'sepia(0.25) hue-rotate(300deg) saturate(1.3)',
  nostalgia: 'sepia(0.6)',
  blues: 'hue-rotate(15deg) saturate(0.8) brightness(0.98)',
  romantic: 'sepia(0.15) hue-rotate(320deg) saturate(1.2) brightness(1.05)',
  cool: 'hue-rotate(10deg) saturate(0.9) contrast(1.05)',
  fresher: 'saturate(1.25) brightness(1.06)',
  solor: 'saturate(1.5) contrast(1.05)',
  aestheticism: 'contrast(0.9) brightness(1.1) saturate(0.9)',
  whitening: 'brightness(1.15) saturate(0.9)',
  cerisered: 'sepia(0.2) hue-rotate(310deg) saturate(1.5)',
}

export type Look = Pick<
  PusherAttributes,
  'beauty' | 'whiteness' | 'filter' | 'beautyStyle' | 'customEffect' | 'skinWhiteness' | 'skinSmoothness'
>

/** 0-9 of whiteness and beauty: `custom-effect` puts its own two, 0-1, in their place. */
export function strengths(look: Look): { whiteness: number; beauty: number } {
  const nine = (value: number): number => Math.min(9, Math.max(0, Number(value) || 0))
  return look.customEffect
    ? { whiteness: nine(look.skinWhiteness * 9), beauty: nine(look.skinSmoothness * 9) }
    : { whiteness: nine(look.whiteness), beauty: nine(look.beauty) }
}

/** CSS filter of the whole picture: the colour filter and whiteness 0-9. */
export function colourFilter(look: Look): string {
  const white = strengths(look).whiteness
  const parts = [FILTERS[look.filter] ?? '', white > 0 ? `brightness(${(1 + white * 0.03).toFixed(2)})` : '']
  return parts.filter(Boolean).join(' ') || 'none'
}

/**
 * CSS transform of the local preview. `auto` mirrors the front camera, as one expects of a mirror. The canvas already
 * holds the viewers' picture; mirrored twice is not mirrored.
 */
export function previewTransform(attributes: PusherAttributes, isCamera: boolean): string {
  const { localMirror, devicePosition, mirror, remoteMirror } = attributes
  const local = localMirror === 'enable' || (localMirror === 'auto' && isCamera && devicePosition === 'front')
  return local === (mirror || remoteMirror) ? '' : 'scaleX(-1)'
}

/** By crop: beyond this a computer's camera is but blocks. */
export const MAX_ZOOM = 5

export class Painter {
  /** 1 to {@link MAX_ZOOM}. */
  zoom = 1
  private readonly context: CanvasRenderingContext2D

  constructor(readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false })
    if (!context) throw new Error('This browser gives no 2D canvas')
    this.context = context
  }

  resize(width: number, height: number): void {
    if (this.canvas.width === width && this.canvas.height === height) return
    this.canvas.width = width
    this.canvas.height = height
  }

  /** `remoteMirror` flips what the viewers see, the local mirror is a matter of CSS; `zoom` enlarges the middle. */
  paint(source: PictureSource, look: Look, remoteMirror: boolean): void {
    const { context, canvas, zoom } = this
    const { width, height } = canvas
    context.save()
    if (remoteMirror) context.setTransform(-1, 0, 0, 1, width, 0)
    context.filter = colourFilter(look)
    if (zoom > 1 && source.kind !== 'still') {
      context.translate((width * (1 - zoom)) / 2, (height * (1 - zoom)) / 2)
      context.scale(zoom, zoom)
    }
    source.draw(context, width, height)
    this.smooth(strengths(look).beauty, look.beautyStyle === 'nature' ? 0.6 : 1)
    context.restore()
  }

  /** Beauty 0-9: a blurred copy over the picture softens skin and keeps most of the edges. */
  private smooth(beauty: number, strength: number): void {
    if (beauty === 0) return
    const { context, canvas } = this
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.filter = `blur(${(1 + beauty * 0.3).toFixed(1)}px)`
    context.globalAlpha = beauty * 0.06 * strength
    context.drawImage(canvas, 0, 0)
  }
}
