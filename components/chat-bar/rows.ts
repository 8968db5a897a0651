/** The list, from the store: pure but for the log of system rows. */
import { observable, type IObservableValue } from 'mobx-miniprogram'
import type { ChatEntry, Room } from '../../src/index'
import type { Notice, RoomStore } from '../../store/index'
import { translate } from '../shared/locale'
import type { MessageKey } from '../shared/messages'
import { incoming } from '../shared/filter'

/** Rows of a block: the list is a list of blocks, so that no node has many children and the front can go by paths. */
const BLOCK = 20
/** Blocks on screen; the last one fills up. */
const BLOCKS = 5
/** Emptied blocks kept in front before the list is sent anew. */
const EMPTY = 32
/** System rows that may pile up in a room where nobody speaks. */
const MAX_LINES = 100

/** One line on screen. `look` is the class: who says it, and how sending goes. */
export interface ChatRow {
  key: string
  name: string
  text: string
  look: string
  /** Mine, unless it is in the room: on its way, sent by itself after a wait, or failed. */
  state?: 'pending' | 'held' | 'failed'
}

export interface Block {
  id: number
  rows: ChatRow[]
}

interface Line extends Pick<Notice, 'id' | 'key' | 'params'> {
  /** Messages before it, since the room was entered. */
  after: number
}

interface Log {
  lines: readonly Line[]
  /** How many are gone from the front, and how many of them were gaps. */
  lost: number
  lostGaps: number
}

const NO_LOG: Log = { lines: [], lost: 0, lostGaps: 0 }

const GAP = 'notice.gap'

const isGap = ({ key }: Line): boolean => key === GAP

const logs = new WeakMap<Room, IObservableValue<Log>>()

function logOf(room: Room): IObservableValue<Log> {
  let log = logs.get(room)
  if (!log) logs.set(room, (log = observable.box<Log>(NO_LOG, { deep: false })))
  return log
}

/**
 * Keeps the store's notices of gaps, with `system` those of comings and goings too: the store lets them go after a while. Run it
 * as a reaction.
 */
export function logNotices({ room, notices, connection, chat }: RoomStore, system: boolean): void {
  if (!room) return
  const log = logOf(room)
  const known = log.get()
  // Entering again starts another history.
  const { lines, lost, lostGaps } = connection.state === 'joining' ? NO_LOG : known
  const last = known.lines[known.lines.length - 1]?.id ?? 0
  // What is on its way stays behind everything the room has.
  const after = chat.dropped + chat.entries.filter(({ status }) => status !== 'pending').length
  const more = notices
    .filter(({ id, key }) => id > last && (key === GAP || (system && key.startsWith('notice.user-'))))
    .map(({ id, key, params }) => ({ id, key, params, after }))
  const all = [...lines, ...more]
  const cut = all.length > MAX_LINES ? MAX_LINES / 2 : 0
  if (more.length || all.length < known.lines.length)
    log.set({ lines: all.slice(cut), lost: lost + cut, lostGaps: lostGaps + all.slice(0, cut).filter(isGap).length })
}

/** Messages and system rows in their order, and how many went before the first of them. */
function timeline({ chat, room }: RoomStore, system: boolean): { items: Array<ChatEntry | Line>; first: number } {
  const { entries, dropped } = chat
  const log = room ? logOf(room).get() : NO_LOG
  const lines = system ? log.lines : log.lines.filter(isGap)
  const lost = system ? log.lost : log.lostGaps
  const items: Array<ChatEntry | Line> = []
  let next = lines.filter(({ after }) => after < dropped).length
  const first = dropped + lost + next
  for (let i = 0; i <= entries.length; i++) {
    const entry = entries[i]
    for (let line = lines[next]; line && (!entry || line.after <= dropped + i); line = lines[++next]) items.push(line)
    if (entry) items.push(entry)
  }
  return { items, first }
}

/** What a message says, for the list and for the lanes. */
export function textOf(lang: string, entry: ChatEntry, filter: string): string | null {
  switch (entry.kind) {
    case 'chat':
    case 'barrage':
      return incoming(filter, entry, entry.text)
    case 'gift':
      return translate(lang, 'chat.gift', { name: entry.gift.name, count: entry.gift.count })
    case 'command':
      return null
  }
}

/** Failed, and the server said how long to wait: it goes out by itself then. */
export const isHeld = ({ status, error }: ChatEntry): boolean => status === 'failed' && error?.waitMs !== undefined

function toRow(lang: string, item: ChatEntry | Line, filter: string): ChatRow | undefined {
  if (!('status' in item)) {
    const { id, key, params } = item
    return {
      key: `n${id}`,
      name: '',
      text: translate(lang, key as MessageKey, params),
      look: isGap(item) ? 'system gap' : 'system',
    }
  }
  const { key, name, mine, status, kind } = item
  const text = textOf(lang, item, filter)
  if (text === null) return undefined
  const look = `${mine ? 'mine' : 'other'}${kind === 'gift' ? ' gift' : ''}`
  if (status === 'sent') return { key, name, text, look }
  const state = isHeld(item) ? 'held' : status
  return { key, name, text, look: `${look} ${state}`, state }
}

export interface RowsInput {
  lang: string
  mode: string
  system: boolean
  filter: string
  /** Rows there were when I scrolled up; -1 at the end of the list, where it follows. */
  hold: number
}

/** What ticks: everybody's messages, in blocks whose place in the list of blocks does not change when the front goes. */
export function selectRows(store: RoomStore, lang: string, { mode, system, filter, hold }: RowsInput) {
  const { items, first } = timeline(store, system)
  const end = first + items.length
  const blockOf = (row: number) => Math.floor(row / BLOCK)
  const last = blockOf(Math.max(0, end - 1))
  // Above what is being read nothing goes for as long as the store has it.
  const top = Math.max(
    blockOf((hold < 0 ? end : Math.min(hold, end)) - 1) - BLOCKS + 1,
    blockOf(first),
    // A block that has lost its first rows would be sent anew with each message, so it goes, unless there is little else.
    Math.min(blockOf(first + BLOCK - 1), last - 1),
  )
  const blocks: Block[] = []
  for (let id = top - (top % EMPTY); id < top; id++) blocks.push({ id, rows: [] })
  let unread = 0
  for (let id = top; id <= last; id++) {
    const rows: ChatRow[] = []
    for (let at = Math.max(id * BLOCK, first); at < Math.min((id + 1) * BLOCK, end); at++) {
      const row = toRow(lang, items[at - first] as ChatEntry | Line, filter)
      // What is on its way flies already.
      if (!row || (mode === 'barrage' && (!row.state || row.state === 'pending'))) continue
      rows.push(row)
      if (hold >= 0 && at >= hold) unread += 1
    }
    blocks.push({ id, rows })
  }
  return {
    blocks,
    unread: unread ? translate(lang, 'chat.unread', { count: unread > 99 ? '99+' : unread }) : '',
    /** Rows so far; beyond any height, it is also the place to scroll to while the list follows. */
    end,
  }
}
