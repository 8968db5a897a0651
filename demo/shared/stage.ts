import { getRoom } from 'lianmai'
import { texts } from './i18n'

/** Whether stage and desk have room side by side: landscape, and tablets held so. */
export function isWide(): boolean {
  const { windowWidth, windowHeight } = wx.getWindowInfo()
  return windowWidth > windowHeight && windowWidth >= 640
}

/** Gifts that cost nothing. Those that are paid for come from your backend: see chat-bar's slot `gifts`. */
export function gifts() {
  const t = texts()
  return [
    { id: 'rose', name: t.rose, icon: '🌹' },
    { id: 'coffee', name: t.coffee, icon: '☕️' },
    { id: 'rocket', name: t.rocket, icon: '🚀' },
  ]
}

/** Ends the room for everybody, me included. @returns whether it is over; otherwise `sorry` is said */
export async function endForAll(sorry: string): Promise<boolean> {
  const room = getRoom()
  // A second tap may come after the end, and is no failure.
  const over = await room.close().then(
    () => true,
    () => !room.joined,
  )
  if (!over) void wx.showToast({ title: sorry, icon: 'none' })
  return over
}
