/**
 * The room's messages in the room's order. Mine stand at the end as `pending` until the server's copy takes their place;
 * a failed one stays where it failed, so that nothing written is ever lost.
 *
 * ```
 *   chat() ──▶ pending ── receipt, or the server's copy ──▶ sent
 *                │ ▲
 *                │ └─ retry() ──┐
 *                └─ refused, or the room is over ──▶ failed ── discard() ──▶ gone
 * ```
 */
import { LiveError } from '../errors'
import type { IncomingMessage, MessageBody, RoomProvider, User, UserId } from '../provider/types'
import type { Call, Calls } from './call'
import type { Store } from './state'
import type { ChatEntry, MessagesPart, MessagesSnapshot, Part } from './types'

type Entries = readonly ChatEntry[]
type Sendable = Exclude<MessageBody, { kind: 'command' }>

/** How long likes are gathered, ms. */
const LIKE_WINDOW = 500
/** Likes in one send; what is above waits for the next. */
const MAX_LIKES = 100

const isPending = ({ status }: ChatEntry): boolean => status === 'pending'

const without = (entries: Entries, key: string): Entries => entries.filter((entry) => entry.key !== key)

/** Everything settled in front of everything pending, and the oldest out when there are too many. */
function commit({ dropped }: MessagesSnapshot, entries: Entries, max: number): MessagesSnapshot {
  const over = Math.max(0, entries.length - max)
  const settled = entries.filter((entry) => !isPending(entry))
  return { entries: [...settled, ...entries.filter(isPending)].slice(over), dropped: dropped + over }
}

/**
 * Messages of the room in its order, mine included; what is here already changes nothing. After a gap the history comes behind
 * what was here, and mine unsent behind both.
 */
export function receive(
  before: MessagesSnapshot,
  messages: readonly IncomingMessage[],
  me: UserId,
  max: number,
): MessagesSnapshot {
  return messages.reduce((list, message) => {
    const { entries } = list
    const mine = message.from === me
    // The server's copy of mine has the key under which mine is in the list.
    const own = mine && entries.find(({ key }) => key === message.key)
    // Mine has its id since the receipt; its copy, under its key, still brings it to the room's place.
    if (message.kind === 'command' || (!own && entries.some(({ id }) => id === message.id))) return list
    const key = own ? own.key : message.id
    return commit(list, [...without(entries, key), { ...message, key, mine, status: 'sent' }], max)
  }, before)
}

/** The part's public calls, and what the room tells it. */
export interface Messages {
  calls: Calls<Omit<MessagesPart, keyof Part<unknown>>>
  /** The connection is (back) up: likes that waited for it go on. */
  resume(): void
  /** The room is over: nothing keeps running, and what was on its way has failed. */
  stop(): void
}

/**
 * @param joined the running session's provider, undefined while there is no connection to it
 * @param report takes the failures of what nobody awaits (likes)
 */
export function createMessages(
  store: Store,
  max: number,
  joined: () => RoomProvider | undefined,
  report: (error: LiveError) => void,
): Messages {
  let last = 0
  let likes = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const list = (): Entries => store.now.messages.entries
  const save = (entries: Entries): void => store.set({ messages: commit(store.now.messages, entries, max) })

  /** The server's copy may have come first; a late receipt changes nothing then. */
  function settle(key: string, change: Partial<ChatEntry>): void {
    const waits = (entry: ChatEntry): boolean => entry.key === key && isPending(entry)
    if (list().some(waits)) save(list().map((entry) => (waits(entry) ? ({ ...entry, ...change } as ChatEntry) : entry)))
  }

  async function send(used: RoomProvider, body: Sendable, key = `m${++last}`): Promise<void> {
    const { id: from, name } = store.now.session.me as User
    const entry: ChatEntry = { ...body, key, from, name, at: Date.now(), mine: true, status: 'pending' }
    save([...without(list(), key), entry])
    try {
      const { id, at } = await used.send({ ...body, key })
      // Its copy came without the key, and is in the list already.
      if (list().some((other) => other.id === id && other.key !== key)) save(without(list(), key))
      else settle(key, { id, at, status: 'sent' })
    } catch (thrown) {
      const error = LiveError.from(thrown, 'network', 'room.messages: the message was not sent; retry it')
      settle(key, { status: 'failed', error })
      throw error
    }
  }

  /** Without a key all of them, in order. */
  function failed({ error }: Call, wanted?: string): Entries {
    const found = list().filter(({ status, key }) => status === 'failed' && (wanted ?? key) === key)
    if (found[0]) return found
    throw error('invalid-argument', 'no failed message has this key')
  }

  function flush(): void {
    timer = undefined
    const used = joined()
    if (!used) return
    const count = Math.min(likes, MAX_LIKES)
    likes -= count
    used
      .send({ kind: 'like', count })
      .catch((thrown: unknown) => report(LiveError.from(thrown, 'network', 'room.messages.like: not sent')))
    resume()
  }

  function resume(): void {
    if (likes && !timer) timer = setTimeout(flush, LIKE_WINDOW)
  }

  return {
    calls: {
      chat: ['chat text', ({ used }, text) => send(used, { kind: 'chat', text })],
      barrage: ['barrage text', ({ used }, text) => send(used, { kind: 'barrage', text })],
      gift: ['gift gift', ({ used }, gift) => send(used, { kind: 'gift', gift })],
      like: [
        '!like count?',
        (_call, count = 1) => {
          likes += count
          resume()
        },
      ],
      command: [
        'command command data to?',
        async ({ used }, command, data, to) => {
          await used.send({ kind: 'command', command, data, ...(to && { to }) })
        },
      ],
      retry: [
        '- key?',
        async (call, key) => {
          await Promise.all(failed(call, key).map((entry) => send(call.used, bodyOf(entry), entry.key)))
        },
      ],
      discard: [
        '!* key',
        (call, key) => {
          failed(call, key)
          save(without(list(), key))
        },
      ],
    },
    resume,
    stop() {
      if (timer) clearTimeout(timer)
      timer = undefined
      likes = 0
      const error = LiveError.of('invalid-state', 'room.messages: the room was over first; join again and retry')
      list().forEach(({ key }) => settle(key, { status: 'failed', error }))
    },
  }
}

/** Commands are never in the list. */
function bodyOf(message: ChatEntry): Sendable {
  const entry = message as ChatEntry & Sendable
  return entry.kind === 'gift' ? { kind: 'gift', gift: entry.gift } : { kind: entry.kind, text: entry.text }
}
