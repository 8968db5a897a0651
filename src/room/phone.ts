/**
 * What happens to the phone while in a room: background and foreground, network, audio interruptions.
 *
 * ```
 *   awake ── app hidden, or sleep() ──▶ asleep ── app shown and wake() ──▶ awake
 *   good ◀──▶ weak, offline             free ◀── interruption ──▶ taken
 * ```
 */
import type { Lifecycle } from '../media/ports'
import type { Calls } from './call'
import type { NetworkState, Room } from './types'

/** The phone as the room sees it. */
export interface Phone {
  /** The room's public calls; harmless when repeated. */
  readonly calls: Calls<Pick<Room, 'wake' | 'sleep' | 'interrupted'>>
  /** Tells a new tag what it missed. */
  greet(tag: Lifecycle): void
  /** Listens, where `wx` exists. */
  listen(): void
  /** Takes every listener back and forgets what they said. */
  stop(): void
}

type Listener = (event: never) => void
type Listening = Record<string, ((listener: Listener) => void) | undefined>

/** wx.on* and its off*, where the phone has them. @returns undo */
function listenAll(table: Record<string, Listener>): () => void {
  if (typeof wx === 'undefined') return () => undefined
  const phone = wx as unknown as Listening
  const each = (on: string) =>
    Object.keys(table).forEach((name) => {
      if (phone[on + name]) (phone[on + name] as (listener: Listener) => void)(table[name] as Listener)
    })
  each('on')
  return () => each('off')
}

/**
 * Sleeps while the app or the page is hidden; each event acts once, whoever tells it first.
 * @param each tells every tag
 * @param nudge the connection may have died while nobody looked
 * @param network takes what becomes of the phone's network
 */
export function createPhone(
  each: (tell: (tag: Lifecycle) => void) => void,
  nudge: () => void,
  network: (state: NetworkState) => void,
): Phone {
  const hidden = new Set<'app' | 'page'>()
  let rested = false
  let online = true
  let weak = false
  let taken = false
  let unlisten = (): void => undefined

  function sleep(which: 'app' | 'page'): void {
    if (!hidden.size) each((tag) => tag.sleep())
    hidden.add(which)
    rested = true
  }

  function wake(which: 'app' | 'page'): void {
    if (!hidden.delete(which)) return
    // The connection does not wait for the page: another one may lie on top.
    if (rested) nudge()
    rested = false
    if (!hidden.size) each((tag) => tag.wake())
  }

  function interrupted(on: boolean): void {
    if (on === taken) return
    taken = on
    each((tag) => tag.interrupted(on))
  }

  const show = () => network(online ? (weak ? 'weak' : 'good') : 'offline')

  function connected({ isConnected }: { isConnected: boolean }): void {
    const changed = isConnected !== online
    online = isConnected
    show()
    if (online) nudge()
    if (changed) each((tag) => tag.online(online))
    else if (online) each((tag) => tag.networkChanged())
  }

  return {
    calls: {
      wake: ['!*', () => wake('page')],
      sleep: ['!*', () => sleep('page')],
      interrupted: ['!* on', (_call, on) => interrupted(on)],
    },
    greet(tag) {
      if (hidden.size) tag.sleep()
      if (taken) tag.interrupted(true)
      if (!online) tag.online(false)
    },
    listen() {
      unlisten = listenAll({
        AppShow: () => wake('app'),
        AppHide: () => sleep('app'),
        NetworkStatusChange: connected,
        NetworkWeakChange({ weakNet }: { weakNet: boolean }) {
          weak = weakNet
          show()
        },
        // Not on HarmonyOS (base library guide); code 5001 tells the tags there.
        AudioInterruptionBegin: () => interrupted(true),
        AudioInterruptionEnd: () => interrupted(false),
      })
    },
    stop() {
      unlisten()
      unlisten = () => undefined
      weak = false
      if (!online) each((tag) => tag.online((online = true)))
      wake('app')
      interrupted(false)
    },
  }
}
