/** What happened between two states of my side: events, and the camera of a link by voice alone. */
import { untracked } from 'mobx-miniprogram'
import type { LinkState } from '../../src/index'
import type { RoomStore } from '../../store/index'
import { act, type Actor } from '../shared/action'
import { raiser } from '../shared/events'
import type { MicLinkEvents } from './events'

const raise = raiser<MicLinkEvents>()
const last = new WeakMap<object, LinkState>()
/** Components whose link has turned the camera off. */
const dark = new WeakSet<object>()

function turnCamera(component: Actor, { pusher }: RoomStore, on: boolean): void {
  void act(component, 'camera', () => pusher.setCamera(on))
}

function started(component: Actor, store: RoomStore, before: LinkState, seat: number): void {
  const media = 'request' in before ? before.request.media : 'video'
  raise(component, 'linkstart', { seat, media })
  if (media === 'video' || !store.pusher.attributes.enableCamera) return
  dark.add(component)
  turnCamera(component, store, false)
}

function over(component: Actor, store: RoomStore, before: LinkState, after: LinkState): void {
  const ended = after.state === 'idle' ? after.ended || '' : ''
  if (before.state === 'linked') {
    raise(component, 'linkend', { reason: ended })
    if (dark.delete(component) && store.joined) turnCamera(component, store, true)
  } else if (after.state === 'idle') {
    const { message } = after
    raise(component, 'linksettle', { outcome: ended, ...(message ? { message } : {}) })
  }
}

/** Call it in a reaction: it follows my side of the link. */
export function follow(component: Actor, store: RoomStore): void {
  const after = store.link.mine
  const before = last.get(component)
  last.set(component, after)
  if (!before || before === after) return
  untracked(() => {
    if (after.state === 'requesting' && before.state !== 'requesting')
      raise(component, 'linkrequest', { requestId: after.request.id })
    if (before.state !== 'idle' && before.state !== after.state && after.state !== 'linked')
      over(component, store, before, after)
    if (after.state === 'linked' && before.state !== 'linked') started(component, store, before, after.seat)
  })
}
