/**
 * A room over nothing but messages: who is here, chat, likes, commands and mic-link. Everybody says who they are on entering, and
 * whoever publishes (in small rooms everybody) answers. Roles are what people say they are: docs/providers/trtc.md says when
 * that is not enough.
 */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import { peerLink, type LinkChannel, type PeerLink } from '../link/index'
import type {
  IncomingMessage,
  JoinRequest,
  LinkSignals,
  OutgoingMessage,
  MessageReceipt,
  ProviderEvents,
  RoomSnapshot,
  User,
  UserId,
} from '../types'
import type { MessageChannel } from './channel'
import { ABLE, rightsOf, userOf, type Companion } from './companion'
import { personOf, read, type Word } from './words'

/** Up to so many people everybody answers a newcomer; in bigger rooms who publishes does. */
const SMALL_ROOM = 20

export class Talk implements Companion {
  readonly capabilities = ABLE
  readonly events = new Emitter<ProviderEvents>()
  readonly link: LinkSignals
  private readonly users = new Map<UserId, User>()
  private peer: PeerLink | undefined
  private me: User
  private deaf = () => undefined as void
  private likes = 0
  private said = 0
  private told = ''
  private hearLink: Parameters<LinkChannel['listen']>[0] | undefined

  constructor(
    private readonly channel: MessageChannel,
    userId: UserId,
    private readonly seats: number | undefined,
  ) {
    this.me = userOf(userId, {})
    const inside = (): PeerLink => {
      if (this.peer) return this.peer
      throw LiveError.of('invalid-state', 'trtc.link: join a room first')
    }
    this.link = {
      request: async (how) => inside().request(how),
      cancel: async (id) => inside().cancel(id),
      accept: async (id) => inside().accept(id),
      refuse: async (id, words) => inside().refuse(id, words),
      invite: async (userId, how) => inside().invite(userId, how),
      end: async (userId) => inside().end(userId),
      lock: async (index, on) => inside().lock(index, on),
      move: async (index, userId) => inside().move(index, userId),
    }
  }

  async join(request: JoinRequest): Promise<RoomSnapshot> {
    const { roomId } = request
    this.me = userOf(this.me.id, request)
    this.users.set(this.me.id, this.me)
    this.deaf = this.channel.on({
      message: (from, text) => this.hear(from, read(text)),
      gone: (userId) => this.went(userId),
      out: (reason) =>
        this.events.emit('left', { reason, cause: LiveError.of(reason, 'trtc: the channel put me out') }),
    })
    await this.channel.join(roomId)
    const peer = this.open()
    await this.say(this.card('hi'))
    // Left meanwhile.
    if (this.peer !== peer) throw LiveError.of('invalid-state', 'trtc.join: left before the join was through')
    peer.start()
    const { me } = this
    return {
      roomId,
      me,
      rights: this.rights(),
      users: this.list(),
      streams: [],
      messages: [],
      link: peer.snapshot(),
      online: this.users.size,
      likes: this.likes,
      allSilenced: false,
    }
  }

  async leave(): Promise<void> {
    const { peer } = this
    this.deaf()
    this.users.clear()
    this.peer = undefined
    if (!peer) return
    peer.stop()
    // Whoever hears it knows at once; the others learn it from the channel.
    await this.say({ lm: 'bye' }).catch(() => undefined)
    await this.channel.leave()
  }

  async send({ key, ...message }: OutgoingMessage): Promise<MessageReceipt> {
    const at = Date.now()
    if (message.kind === 'like') {
      await this.say({ lm: 'l', n: message.count })
      this.liked(message.count)
      return { id: '', at }
    }
    const { to, ...body } = { to: [] as UserId[], ...message }
    const { id: from, name } = this.me
    const id = `${from}-${at.toString(36)}-${(this.said += 1)}`
    await this.say({ lm: 'm', m: { ...body, id, at } }, to)
    this.events.emit('message', { ...body, id, from, name, at, ...(key !== undefined && { key }) } as IncomingMessage)
    return { id, at }
  }

  /** Me last where clocks disagree: I came after everybody who answered. */
  list(): User[] {
    return Array.from(this.users.values()).sort((one, other) => one.joinedAt - other.joinedAt)
  }

  private open(): PeerLink {
    const { users, events } = this
    const peer = peerLink({
      me: this.me.id,
      events,
      ...(this.seats && { seats: this.seats }),
      changed: () => this.tellRights(),
      people: {
        role: (userId) => users.get(userId)?.role,
        name: (userId) => users.get(userId)?.name ?? userId,
        hosts: () => this.list().flatMap(({ id, role }) => (role === 'anchor' ? [id] : [])),
      },
      channel: {
        send: (to, p) => this.say({ lm: 'k', p }, to),
        listen: (hear) => {
          this.hearLink = hear
          return () => (this.hearLink = undefined)
        },
      },
    })
    this.peer = peer
    this.told = JSON.stringify(this.rights())
    return peer
  }

  private hear(from: UserId, word: Word | undefined): void {
    if (!word || from === this.me.id || !this.users.size) return
    if (word.lm === 'hi' || word.lm === 'me') this.came(personOf(from, word.u), word.l, word.lm === 'hi')
    else if (word.lm === 'bye') this.went(from)
    else if (word.lm === 'l') this.liked(word.n)
    else if (word.lm === 'k') this.hearLink?.(from, word.p)
    else if (word.lm === 'm') {
      const { name = from } = this.users.get(from) ?? {}
      this.events.emit('message', { ...word.m, from, name })
    }
  }

  private came(user: User, likes: number, asks: boolean): void {
    const { role } = this.me
    if (asks && (role !== 'audience' || this.users.size < SMALL_ROOM))
      this.background(this.say(this.card('me'), [user.id]))
    const known = this.users.has(user.id)
    this.users.set(user.id, user)
    this.likes = Math.max(this.likes, likes)
    if (known) return this.events.emit('userUpdated', user)
    this.events.emit('userJoined', user)
    this.count()
    if (!this.peer) return
    this.peer.came(user.id)
    // An answer that came after I began: this one knows requests and seats.
    if (!asks && user.role === 'anchor' && role !== 'anchor') this.peer.start()
  }

  private went(userId: UserId): void {
    if (userId === this.me.id || !this.users.delete(userId)) return
    this.events.emit('userLeft', { userId })
    this.count()
    this.peer?.went(userId)
  }

  private liked(count: number): void {
    this.likes += count
    this.count()
  }

  private count(): void {
    this.events.emit('counts', { online: this.users.size, likes: this.likes })
  }

  private rights() {
    const { id, role } = this.me
    return rightsOf(role, !!this.peer?.seated(id), true)
  }

  private tellRights(): void {
    const rights = this.rights()
    const text = JSON.stringify(rights)
    if (text === this.told) return
    this.told = text
    this.events.emit('rights', rights)
  }

  private card(lm: 'hi' | 'me'): Word {
    const { id: _, muted: __, silenced: ___, ...u } = this.me
    return { lm, u, l: this.likes }
  }

  private async say(word: Word, to: readonly UserId[] = []): Promise<void> {
    const others = to.filter((userId) => userId !== this.me.id)
    if (to.length && !others.length) return
    try {
      await this.channel.send(JSON.stringify(word), others.length ? others : undefined)
    } catch (thrown) {
      throw LiveError.from(thrown, 'network', 'trtc: the channel did not send')
    }
  }

  private background(work: Promise<void>): void {
    work.catch((error: LiveError) => this.events.emit('error', error))
  }
}

/**
 * A room over an IM SDK's chat group: chat, barrage, likes, gifts, commands and mic-link, without moderation.
 * @param options seats: how many for guests, the same for everybody; default 4
 * @example trtc({ sdkAppId, TRTC, userId, channel: messageChannel(imChannel(tim)) })
 */
export const messageChannel =
  (channel: MessageChannel, { seats }: { seats?: number } = {}) =>
  (userId: UserId): Companion =>
    new Talk(channel, userId, seats)
