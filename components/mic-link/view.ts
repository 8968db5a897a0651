/** What `<mic-link>` shows, from the store: pure, so that it is tested by tables. */
import type { RoomStore } from '../../store/index'
import type { LinkState } from '../../src/index'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import type { Failure } from '../shared/action'
import './messages'

/** Rows on screen; the badge counts all. */
const MAX_ROWS = 50

export interface MicLinkInput {
  lang: string
  failure: Failure | null
}

/** Who is looking: somebody who may ask, somebody who answers, or neither. */
export type Side = 'none' | 'guest' | 'host'

function sideOf(store: RoomStore): Side {
  const { state } = store.connection
  if (!store.capabilities.link || state === 'idle' || state === 'joining' || state === 'left') return 'none'
  if (store.rights.host) return 'host'
  return store.rights.link || store.link.mine.state !== 'idle' ? 'guest' : 'none'
}

/** Start and end of what runs, in ms since 1970; zeros while nothing does. */
function spanOf(mine: LinkState): { from: number; until: number } {
  if (mine.state === 'linked') return { from: mine.since, until: 0 }
  return mine.state === 'idle' ? { from: 0, until: 0 } : { from: mine.request.createdAt, until: mine.request.expiresAt }
}

function outcomeOf(lang: string, mine: LinkState): string {
  if (mine.state !== 'idle' || !mine.ended || mine.ended === 'accepted') return ''
  return translate(lang, `link.ended-${mine.ended}`)
}

function words(lang: string) {
  return {
    ...texts(lang, 'link.', [
      'link.request',
      'link.requesting',
      'link.cancel',
      'link.linked',
      'link.end',
      'link.invited',
      'link.accept',
      'link.refuse',
      'link.refuse-all',
      'link.queue',
      'link.queue-empty',
      'link.guests',
      'link.audio',
    ]),
    ...texts(lang, 'common.', ['common.close', 'common.pending']),
  }
}

function hostView(store: RoomStore, lang: string) {
  const names = new Map(store.users.map(({ id, name }) => [id, name]))
  return {
    queue: store.link.queue.slice(0, MAX_ROWS).map(({ id, name, media, createdAt }) => ({
      id,
      name,
      audio: media === 'audio',
      createdAt,
      accept: translate(lang, 'link.accept-name', { name }),
      refuse: translate(lang, 'link.refuse-name', { name }),
    })),
    guests: store.link.seats.flatMap(({ userId }) => {
      if (userId === null) return []
      const name = names.get(userId) ?? userId
      return [{ userId, name, end: translate(lang, 'link.end-name', { name }) }]
    }),
  }
}

export function selectMicLink(store: RoomStore, { lang: property, failure }: MicLinkInput) {
  const lang = resolveLang(property)
  const side = sideOf(store)
  const { mine, queue } = store.link
  return {
    side,
    online: store.joined,
    t: words(lang),
    state: mine.state,
    ...spanOf(mine),
    outcome: outcomeOf(lang, mine),
    count: queue.length,
    queueLabel: translate(lang, 'link.queue-label', { count: queue.length }),
    sentence: failure ? errorSentence(lang, failure) : '',
    ...(side === 'host' ? hostView(store, lang) : { queue: [], guests: [] }),
  }
}
