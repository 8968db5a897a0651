/** The DOM both tags share: a picture that fills the tag and one line of text over it. */

const FILL = 'position:absolute;left:0;top:0;width:100%;height:100%;display:block;background:#000;'
const LABEL =
  'position:absolute;left:8px;bottom:8px;max-width:calc(100% - 16px);box-sizing:border-box;padding:4px 8px;border:0;' +
  'border-radius:4px;background:rgba(0,0,0,.62);color:#fff;font:12px/1.5 system-ui,sans-serif;text-align:left;'

export class MediaView {
  private label: HTMLElement | undefined
  private picture: HTMLElement | undefined

  constructor(readonly el: HTMLElement) {
    if (el.style.position === '') el.style.position = 'relative'
    el.style.overflow = 'hidden'
  }

  /** Puts `picture` in the place of the one before, below everything else in the tag. */
  show(picture: HTMLElement): void {
    picture.style.cssText += FILL
    this.picture?.remove()
    this.picture = picture
    this.el.prepend(picture)
  }

  /** How the picture fills the tag: the platform's `contain` has black bars, `fillCrop` crops. */
  fit(objectFit: 'contain' | 'fillCrop' | 'cover', transform = ''): void {
    if (!this.picture) return
    this.picture.style.objectFit = objectFit === 'contain' ? 'contain' : 'cover'
    this.picture.style.transform = transform
  }

  /** Shows `text` over the picture, as a button when `onTap` is given; the empty string removes it. */
  say(text: string, onTap?: () => void): void {
    this.label?.remove()
    this.label = undefined
    if (text === '') return
    this.label = document.createElement(onTap ? 'button' : 'div')
    this.label.className = 'lianmai-media-notice'
    this.label.setAttribute('role', onTap ? 'button' : 'status')
    this.label.style.cssText = LABEL
    this.label.textContent = text
    if (onTap) this.label.addEventListener('click', onTap)
    this.el.append(this.label)
  }

  /** The text over the picture; the empty string without one. */
  get said(): string {
    return this.label?.textContent ?? ''
  }

  clear(): void {
    this.say('')
    this.picture?.remove()
    this.picture = undefined
  }
}
