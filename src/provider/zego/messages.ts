/** Chat, gifts and commands by broadcast, barrage and likes by barrage messages, words for some by custom command. */
import { type LiveError } from '../../errors'
import type { LinkChannel } from '../link'
import type { IncomingMessage, MessageBody, MessageReceipt, OutgoingMessage, UserId } from '../types'
import type { ZegoEvents } from './engine'
import { ask } from './errors'
import { createOutbox, idOf } from './outbox'
import { nameOf, type Stay } from './stay'
import { bytesOf, createParts, MOST_BYTES, read, spell, spellAll, type Words } from './words'

/** Most people that a custom command is sent to at once; for more, mic-link words are broadcast. */
const MOST_ADDRESSED = 10

/** How many messages a snapshot holds. */
const KEPT = 50

/** What a host writes for newcomers, and how often at most. */
const LIKES = { key: 'lianmai.likes', ms: 5000 }

/** What the room needs of its messages. */
export interface Messages extends LinkChannel {
  /** Seen so far, oldest first. */
  readonly kept: readonly IncomingMessage[]
  likes(): number
  say(message: OutgoingMessage): Promise<MessageReceipt>
  broadcast: ZegoEvents['IMRecvBroadcastMessage']
  barrage: ZegoEvents['IMRecvBarrageMessage']
  command: ZegoEvents['IMRecvCustomCommand']
  /** What a host has written for newcomers. */
  noted: ZegoEvents['roomExtraInfoUpdate']
  stop(error: LiveError): void
}

/** As many of the first as fit one message. */
function fitting(bodies: MessageBody[]): number {
  let count = 1
  while (count < bodies.length && bytesOf(JSON.stringify(bodies.slice(0, count + 1))) + 20 <= MOST_BYTES) count += 1
  return count
}

/** @param counted told when there are more likes */
export function createMessages(stay: Stay, counted: () => void): Messages {
  const { engine, roomId, me, clock, tell } = stay
  const kept: IncomingMessage[] = []
  const whole = createParts()
  let hear: Parameters<LinkChannel['listen']>[0] = () => undefined
  let likes = 0
  let noting = false
  let noteTimer: unknown
  let made = 0

  const newId = () => `${me.id}-${clock.now().toString(36)}-${(made += 1)}`

  const keep = (message: IncomingMessage) => {
    kept.push(message)
    if (kept.length > KEPT) kept.shift()
    tell('message', message)
  }

  const liked = (count: number) => {
    likes += count
    counted()
    if (me.role !== 'anchor' || noting) return
    noting = true
    noteTimer = clock.setTimeout(() => {
      noting = false
      ask('setRoomExtraInfo', () => engine.setRoomExtraInfo(roomId, LIKES.key, `${likes}`)).catch((error: LiveError) =>
        tell('error', error),
      )
    }, LIKES.ms)
  }

  const barrage = (words: Words) => engine.sendBarrageMessage(roomId, spell(words))
  const chats = createOutbox(clock, fitting, (m: MessageBody[]) => engine.sendBroadcastMessage(roomId, spell({ m })))
  // Likes of a second go out as one number.
  const hearts = createOutbox(
    clock,
    (counts: number[]) => counts.length,
    async (counts) => {
      const l = counts.reduce((sum, count) => sum + count)
      const answer = await barrage({ l })
      liked(l)
      return answer
    },
  )

  const carry = async (body: MessageBody, to: readonly UserId[] = []): Promise<string> => {
    const m = [body]
    if (to.length) {
      const i = newId()
      const whom = to.filter((userId) => userId !== me.id)
      if (whom.length) await engine.sendCustomCommand(roomId, spell({ c: body, i }), whom)
      return i
    }
    if (body.kind === 'barrage') return idOf(((await barrage({ m })) as { messageID?: unknown }).messageID, 0)
    spell({ m })
    return chats.add(body)
  }

  const take = (from: UserId, words: Words, messageId: unknown, at: number): void => {
    if (from === me.id) return
    const { m, c, i, l, k, p } = words
    const head = { from, name: nameOf(stay, from), at }
    if (Array.isArray(m)) m.forEach((body, index) => keep({ ...body, ...head, id: idOf(messageId, index) }))
    else if (c && i) keep({ ...c, ...head, id: i })
    else if (l && l > 0) liked(l)
    else if (k) hear(from, k)
    else if (Array.isArray(p)) take(from, whole(from, words) || {}, messageId, at)
  }

  const heard =
    (kind: 'chat' | 'barrage'): ZegoEvents['IMRecvBroadcastMessage'] =>
    (_, list) =>
      list.forEach(({ fromUser, message, sendTime, messageID }) =>
        take(fromUser.userID, read(message, kind), messageID, sendTime),
      )

  return {
    kept,
    likes: () => likes,
    async say({ key, ...message }) {
      if (message.kind === 'like') {
        await ask('send', () => hearts.add(message.count))
        return { id: '', at: clock.now() }
      }
      const { to, ...body } = message as MessageBody & { to?: UserId[] }
      const id = await ask('send', () => carry(body as MessageBody, to))
      const at = clock.now()
      keep({ ...(body as MessageBody), id, from: me.id, name: me.name, at, ...(key !== undefined && { key }) })
      return { id, at }
    },
    broadcast: heard('chat'),
    barrage: heard('barrage'),
    command: (_, from, text) => take(from.userID, read(text, 'chat'), '', clock.now()),
    noted(_, infos) {
      const note = infos.find(({ key }) => key === LIKES.key)
      if (!note || !(+note.value > likes)) return
      likes = +note.value
      counted()
    },
    async send(to, payload) {
      const whom = to.length ? [...to] : Array.from(stay.users.keys()).filter((userId) => userId !== me.id)
      if (!whom.length) return
      for (const text of spellAll({ k: payload }, newId()))
        await ask('link', () =>
          whom.length <= MOST_ADDRESSED
            ? engine.sendCustomCommand(roomId, text, whom)
            : // Not the newest state, but the host repeats it; barrage is not held back as broadcasts are.
              engine.sendBarrageMessage(roomId, text),
        )
    },
    listen(listener) {
      hear = listener
      return () => (hear = () => undefined)
    },
    stop(error) {
      chats.stop(error)
      hearts.stop(error)
      clock.clearTimeout(noteTimer)
    },
  }
}
