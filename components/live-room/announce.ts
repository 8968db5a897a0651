/** Core events as the component's own, and the phone's screen. */
import { LiveError, type Room } from '../../src/index'
import { errorDetail, raiser, type Raiser } from '../shared/events'
import type { LiveRoomEvents } from './events'

const raise = raiser<LiveRoomEvents>()

/** @returns undo */
export function announce(component: Raiser, room: Room): () => void {
  const { session, events } = room
  let last = session.snapshot.connection
  const offs = [
    session.onChange(({ connection: now, roomId, me }) => {
      const before = last
      last = now
      if (now.state === 'reconnecting') {
        const { attempt } = now
        if (before.state !== now.state || before.attempt !== attempt) raise(component, 'reconnecting', { attempt })
      } else if (now.state === before.state) return
      else if (now.state === 'left') raise(component, 'left', { reason: now.reason })
      else if (now.state === 'joined' && before.state === 'reconnecting') raise(component, 'reconnected', { roomId })
      else if (now.state === 'joined' && me) raise(component, 'joined', { roomId, userId: me.id, role: me.role })
    }),
    events.on('gap', () => raise(component, 'gap', { roomId: session.snapshot.roomId })),
    events.on('userJoined', ({ id, name, role }) => raise(component, 'userjoin', { userId: id, name, role })),
    events.on('userLeft', (user) => raise(component, 'userleave', user)),
    events.on('command', ({ command, data, from }) => raise(component, 'command', { name: command, data, from })),
    events.on('error', (error) => raise(component, 'error', errorDetail(error))),
  ]
  return () => offs.forEach((off) => off())
}

/** Some desktop clients have no screen to keep on: that is told and stops nothing. */
export function keepScreen(component: Raiser, on: boolean): void {
  const fail = ({ errMsg }: { errMsg: string }) =>
    raise(component, 'error', errorDetail(LiveError.of('unsupported', `wx.setKeepScreenOn: ${errMsg}`)))
  wx.setKeepScreenOn({ keepScreenOn: on, fail })
}

/** Development and trial versions show developers' mistakes on screen. */
export function isDevelopment(): boolean {
  // Missing in some hosts (single-page mode, tests); then nothing is shown that is not for everybody.
  if (typeof wx.getAccountInfoSync !== 'function') return false
  return wx.getAccountInfoSync().miniProgram?.envVersion !== 'release'
}
