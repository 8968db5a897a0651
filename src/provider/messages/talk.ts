/**
 * A room over nothing but messages: who is here, chat, likes, commands and mic-link. Everybody says who they are on entering, and
 * whoever publishes (in small rooms everybody) answers.
 */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import { ALL_CAPABILITIES } from '../capabilities'
import type { Companion } from '../companion'
import { peerLink, type LinkChannel, type PeerLink } from '../link/index'
import type { IncomingMessage, LinkSignals, ProviderEvents, Rights, User, UserId } from '../types'
import type { MessageChannel, MessageChannelOptions } from './channel'
import { personOf, read, type Word } from './words'

/** Up to so many people everybody answers a newcomer; in bigger rooms who publishes does. */
const SMALL_ROOM = 20

const CALLS = ['request', 'cancel', 'accept', 'refuse', 'invite', 'end', 'lock', 'move'] as const

/** @returns what carries one join */
export function createTalk(channel: MessageChannel, myId: UserId, options: MessageChannelOptions): Companion {
  const events = new Emitter<ProviderEvents>()
  const users = new Map<UserId, User>()
  let me: User
  let peer: PeerLink | undefined
  let over = false
  let deaf = () => undefined as void
  let hearLink: Parameters<LinkChannel['listen']>[0] | undefined
  let likes = 0
  let said = 0
  /** My rights as they were told. */
  let told = ''

  /** Me last where clocks disagree: I came after everybody who answered. */
  const list = () => Array.from(users.values()).sort((one, other) => one.joinedAt - other.joinedAt)

  const rights = (): Rights => ({
    publish: me.role === 'anchor' || me.role === 'speaker' || (!!peer && peer.seated(myId)),
    chat: true,
    link: me.role === 'audience',
    host: me.role === 'anchor',
    moderate: false,
  })

  const tellRights = (): void => {
    const now = rights()
    const text = JSON.stringify(now)
    if (text === told) return
    told = text
    events.emit('rights', now)
  }

  const count = (): void => events.emit('counts', { online: users.size, likes })

  async function say(word: Word, to: readonly UserId[] = []): Promise<void> {
    const others = to.filter((userId) => userId !== myId)
    if (to.length && !others.length) return
    try {
      await channel.send(JSON.stringify(word), others.length ? others : undefined)
    } catch (thrown) {
      throw LiveError.from(thrown, 'network', 'messageChannel: the channel did not send')
    }
  }

  function card(lm: 'hi' | 'me'): Word {
    const { id: _, muted: __, silenced: ___, ...u } = me
    return { lm, u, l: likes }
  }

  function open(): PeerLink {
    const link = peerLink({
      ...options,
      me: myId,
      events,
      changed: tellRights,
      people: {
        role: (userId) => users.get(userId)?.role,
        name: (userId) => users.get(userId)?.name ?? userId,
        hosts: () => list().flatMap(({ id, role }) => (role === 'anchor' ? [id] : [])),
      },
      channel: {
        send: (to, p) => say({ lm: 'k', p }, to),
        listen: (hear) => {
          hearLink = hear
          return () => (hearLink = undefined)
        },
      },
    })
    peer = link
    told = JSON.stringify(rights())
    return link
  }

  function liked(more: number): void {
    likes += more
    count()
  }

  function came(user: User, known: number, asks: boolean): void {
    if (asks && (me.role !== 'audience' || users.size < SMALL_ROOM))
      say(card('me'), [user.id]).catch((error: LiveError) => events.emit('error', error))
    const before = users.has(user.id)
    users.set(user.id, user)
    likes = Math.max(likes, known)
    if (before) return events.emit('userUpdated', user)
    events.emit('userJoined', user)
    count()
    if (!peer) return
    peer.came(user.id)
    // An answer that came after I began: this one knows requests and seats.
    if (!asks && user.role === 'anchor' && me.role !== 'anchor') peer.start()
  }

  function went(userId: UserId): void {
    if (userId === myId || !users.delete(userId)) return
    events.emit('userLeft', { userId })
    count()
    if (peer) peer.went(userId)
  }

  function hear(from: UserId, word: Word | undefined): void {
    if (!word || from === myId || !users.size) return
    if (word.lm === 'hi' || word.lm === 'me') came(personOf(from, word.u), word.l, word.lm === 'hi')
    else if (word.lm === 'bye') went(from)
    else if (word.lm === 'l') liked(word.n)
    else if (word.lm === 'k') hearLink?.(from, word.p)
    else if (word.lm === 'm') events.emit('message', { ...word.m, from, name: users.get(from)?.name ?? from })
  }

  const inside = (): PeerLink => {
    if (peer) return peer
    throw LiveError.of('invalid-state', 'messageChannel: join a room first')
  }
  const stillThere = (): void => {
    if (over) throw LiveError.of('invalid-state', 'messageChannel: left before the join was through')
  }
  type Signals = Record<(typeof CALLS)[number], (...args: unknown[]) => Promise<void>>
  const signal =
    (call: (typeof CALLS)[number]) =>
    async (...args: unknown[]) =>
      (inside() as unknown as Signals)[call](...args)

  return {
    capabilities: { ...ALL_CAPABILITIES, moderate: false, ban: false, close: false, silence: false, roles: false },
    events,
    link: Object.fromEntries(CALLS.map((call) => [call, signal(call)])) as unknown as LinkSignals,
    async join({ roomId, name, role = 'audience', avatar }) {
      const more = avatar ? { avatar } : {}
      me = { id: myId, name: name || myId, role, ...more, muted: false, silenced: false, joinedAt: Date.now() }
      users.set(myId, me)
      deaf = channel.on({
        message: (from, text) => hear(from, read(text)),
        gone: went,
        out: (reason) =>
          events.emit('left', { reason, cause: LiveError.of(reason, 'messageChannel: the channel put me out') }),
      })
      await channel.join(roomId)
      // There was nothing to leave yet.
      if (over) await channel.leave()
      stillThere()
      const link = open()
      await say(card('hi'))
      stillThere()
      link.start()
      return {
        roomId,
        me,
        rights: rights(),
        users: list(),
        streams: [],
        messages: [],
        link: link.snapshot(),
        online: users.size,
        likes,
        allSilenced: false,
      }
    },
    async leave() {
      const link = peer
      over = true
      deaf()
      users.clear()
      peer = undefined
      if (!link) return
      link.stop()
      // Whoever hears it knows at once; the others learn it from the channel.
      await say({ lm: 'bye' }).catch(() => undefined)
      await channel.leave()
    },
    async send({ key, ...message }) {
      inside()
      const at = Date.now()
      if (message.kind === 'like') {
        await say({ lm: 'l', n: message.count })
        liked(message.count)
        return { id: '', at }
      }
      const { to, ...body } = { to: [] as UserId[], ...message }
      const id = `${myId}-${at.toString(36)}-${(said += 1)}`
      await say({ lm: 'm', m: { ...body, id, at } }, to)
      const mark = key !== undefined && { key }
      events.emit('message', { ...body, id, from: myId, name: me.name, at, ...mark } as IncomingMessage)
      return { id, at }
    },
  }
}
