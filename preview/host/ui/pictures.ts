/** `wx.previewImage` and `wx.previewMedia`: one picture at a time over the whole phone. */
import { element } from './element'
import type { Screen } from './screen'
import { text } from './text'

export interface Shown {
  url: string
  video: boolean
}

export function showPictures(screen: Screen, shown: readonly Shown[], first: number): void {
  const mask = element('div', 'mask picture')
  mask.setAttribute('role', 'dialog')
  const stage = element('div', 'picture-stage')
  const count = element('span', 'picture-count')
  let index = Math.min(Math.max(0, first), shown.length - 1)
  const draw = () => {
    const current = shown[index]
    if (current === undefined) return
    const view = element(current.video ? 'video' : 'img')
    view.src = current.url
    if (view instanceof HTMLVideoElement) view.controls = true
    stage.replaceChildren(view)
    count.textContent = shown.length > 1 ? `${index + 1}/${shown.length}` : ''
  }
  const turn = (step: number) => {
    index = (index + step + shown.length) % shown.length
    draw()
  }
  mask.append(stage, count)
  if (shown.length > 1) mask.append(arrow('previous', -1, turn), arrow('next', 1, turn))
  const remove = screen.overlay(mask)
  stage.addEventListener('click', remove)
  draw()
}

function arrow(name: 'previous' | 'next', step: number, turn: (step: number) => void): HTMLButtonElement {
  const button = element('button', `picture-turn ${name}`)
  button.type = 'button'
  button.setAttribute('aria-label', text(name))
  button.addEventListener('click', () => turn(step))
  return button
}
