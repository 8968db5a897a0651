/** Core events as the component's own, and the phone's screen. */
import { type Connection, LiveError, type Room } from '../../src/index'
import { errorDetail, raiser, type Raiser } from '../shared/events'
import type { LiveRoomEvents } from './events'

const raise = raiser<LiveRoomEvents>()

function announceConnection(component: Raiser, room: Room, before: Connection, now: Connection): void {
  const { roomId, me } = room.session.snapshot
  if (now.state === 'joined' && before.state === 'reconnecting') raise(component, 'reconnected', { roomId })
  else if (now.state === 'joined' && before.state !== 'joined' && me)
    raise(component, 'joined', { roomId, userId: me.id, role: me.role })
  if (now.state === 'reconnecting' && (before.state !== 'reconnecting' || before.attempt !== now.attempt))
    raise(component, 'reconnecting', { attempt: now.attempt })
  if (now.state === 'left' && before.state !== 'left') raise(component, 'left', { reason: now.reason })
}

/** @returns undo */
export function announce(component: Raiser, room: Room): () => void {
  let before = room.session.snapshot.connection
  const offs = [
    room.session.onChange(({ connection }) => {
      const last = before
      before = connection
      announceConnection(component, room, last, connection)
    }),
    room.events.on('gap', () => raise(component, 'gap', { roomId: room.session.snapshot.roomId })),
    room.events.on('userJoined', ({ id, name, role }) => raise(component, 'userjoin', { userId: id, name, role })),
    room.events.on('userLeft', (user) => raise(component, 'userleave', user)),
    room.events.on('command', ({ command, data, from }) => raise(component, 'command', { name: command, data, from })),
    room.events.on('error', (error) => raise(component, 'error', errorDetail(error))),
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
