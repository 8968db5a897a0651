import type { ProviderEvents } from '../provider/types'
import type { LiveRoom } from './room'

/** One handler for each event: an event added to the contract breaks the build here until it is handled. */
export type Handlers = { [K in keyof ProviderEvents]: (payload: ProviderEvents[K]) => void }

export function handlers(room: LiveRoom): Handlers {
  const { session, users, streams, messages, link, media, events } = room
  return {
    reconnecting: ({ attempt }) => session.connection({ state: 'reconnecting', attempt }),
    resumed: () => {
      session.connection({ state: 'joined' })
      media.reconnected()
    },
    snapshot: (snapshot) => {
      room.enter(snapshot)
      media.reconnected()
      events.emit('gap', {})
    },
    left: (left) => {
      room.end(left.reason)
      events.emit('left', left)
      if (left.cause) room.report(left.cause)
    },
    rights: (rights) => {
      session.rights(rights)
      media.update()
    },
    userJoined: (user) => {
      users.put(user)
      media.update()
      if (user.id !== room.me()?.id) events.emit('userJoined', user)
    },
    userLeft: ({ userId }) => {
      const user = users.remove(userId)
      media.update()
      if (user) events.emit('userLeft', { userId, name: user.name })
    },
    userUpdated: (user) => {
      users.put(user)
      media.update()
    },
    streamAdded: (stream) => streams.put(stream),
    streamUpdated: (stream) => streams.put(stream),
    streamRemoved: ({ streamId }) => {
      streams.remove(streamId)
      media.removed(streamId)
    },
    message: (message) => {
      if (message.kind === 'command') events.emit('command', message)
      else messages.received(message)
    },
    counts: (counts) => session.counts(counts),
    linkRequested: (request) => {
      link.requested(request)
      events.emit('linkRequested', request)
    },
    linkSettled: (settled) => {
      link.settled(settled)
      events.emit('linkSettled', { userId: settled.userId, outcome: settled.outcome })
    },
    linkStarted: (started) => {
      link.started(started)
      media.update()
      events.emit('linkStarted', started)
    },
    linkEnded: (ended) => {
      link.ended(ended)
      media.update()
      events.emit('linkEnded', ended)
    },
    seats: (seats) => {
      link.seats(seats)
      media.update()
    },
    pushTarget: (target) => media.retarget(target),
    carrier: (carrier) => session.carrier(carrier),
    error: (error) => room.report(error),
  }
}
