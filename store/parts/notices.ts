import { action, makeObservable, observable } from 'mobx-miniprogram'
import type { LiveError, Room, UserId } from '../../src/index'
import type { Notice, NoticeKey } from '../types'

/** Notices kept; older ones are gone, since a notice is for now and not a log. */
const MAX_NOTICES = 30

/** What happened, for a person to read: keys of the message table and their parameters, oldest first. */
export class NoticesStore {
  list: readonly Notice[] = []
  private lastId = 0
  /** The way back is told by what it cost. */
  private missed = false

  constructor() {
    makeObservable<this, 'clear'>(this, { list: observable.ref, add: action, dismiss: action, clear: action })
  }

  add(key: NoticeKey, params: Notice['params'] = {}, level: Notice['level'] = 'info'): void {
    this.lastId += 1
    this.list = [...this.list, { id: this.lastId, key, params, level }].slice(-MAX_NOTICES)
  }

  /** Takes a notice off the list; an unknown id is ignored, since the cap may have been faster. */
  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }

  private clear(): void {
    if (this.list.length > 0) this.list = []
  }

  /** @returns undo */
  attach(room: Room): () => void {
    /** Who asked is known by name, listed among the people or not. */
    const asked: Record<UserId, string> = {}
    const name = (userId: UserId) => room.users.get(userId)?.name ?? asked[userId] ?? userId
    const offs = [
      room.events.on('userJoined', (user) => this.add('notice.user-joined', { name: user.name })),
      room.events.on('userLeft', (user) => this.add('notice.user-left', { name: user.name })),
      room.events.on('linkRequested', (request) => {
        asked[request.userId] = request.name
        // An invitation concerns the invited person alone, and mic-link asks that person.
        if (request.from === 'audience') this.add('notice.link-requested', { name: request.name })
      }),
      room.events.on('linkSettled', ({ userId, outcome }) => {
        // An accepted request is told by linkStarted.
        if (outcome !== 'accepted') this.add(`notice.link-${outcome}`, { name: name(userId) })
      }),
      room.events.on('linkStarted', ({ userId }) => this.add('notice.link-started', { name: name(userId) })),
      room.events.on('linkEnded', ({ userId, reason }) =>
        this.add(`notice.link-ended-${reason}`, { name: name(userId) }),
      ),
      room.events.on('roleChanged', ({ user: { id, name, role } }) => {
        if (id === room.session.snapshot.me?.id) this.add(`notice.role-${role}`)
        else if (role === 'anchor') this.add('notice.host', { name })
      }),
      room.events.on('left', ({ reason }) => this.add(`notice.left-${reason}`, {}, 'warning')),
      room.events.on('gap', () => {
        this.missed = room.session.snapshot.connection.state === 'reconnecting'
        this.add('notice.gap', {}, 'warning')
      }),
      room.events.on('error', (error) => this.failed(error)),
      this.watch(room),
    ]
    return () => {
      offs.forEach((off) => off())
      this.clear()
    }
  }

  /** A limit that lifts by itself is no failure: what was sent waits. */
  private failed({ reason, waitMs }: LiveError): void {
    if (reason === 'rate-limited' && waitMs !== undefined)
      this.add('notice.rate-limited', { seconds: Math.ceil(waitMs / 1000) }, 'warning')
    else this.add(`error.${reason}`, {}, 'error')
  }

  private watch(room: Room): () => void {
    let before = room.session.snapshot
    return room.session.onChange((now) => {
      const was = before
      before = now
      const { state } = now.connection
      if (state === 'reconnecting' && was.connection.state !== state) this.add('notice.reconnecting', {}, 'warning')
      if (state === 'joined' && was.connection.state === 'reconnecting') {
        if (!this.missed) this.add('notice.resumed')
        this.missed = false
      }
      // Also what a snapshot brings; where I began publishes differs is no news.
      if (was.me && now.me && was.me.silenced !== now.me.silenced)
        this.add(now.me.silenced ? 'notice.silenced' : 'notice.heard', {}, now.me.silenced ? 'warning' : 'info')
      if (state === 'left' || now.network === was.network) return
      if (now.network !== 'good') this.add(`notice.${now.network}`, {}, 'warning')
      else if (was.network === 'offline') this.add('notice.online')
    })
  }
}
