import { type Grade, LiveError } from '../../src/index'
import type { RoomStore } from '../../store/index'
import { bindStore } from '../shared/bind'
import { errorDetail, raiser } from '../shared/events'
import { resolveLang, translate } from '../shared/locale'
import type { PlayerGridEvents } from './events'
import './messages'
import { pageOf } from './paging'
import { LAYOUTS, properties, type Layout } from './props'

const raise = raiser<PlayerGridEvents>()

interface Options {
  layout: Layout
  maxPlayers: number
  pinned: string
  page: number
}

/** An unknown layout is told by `error` and shown as `grid`. */
function layoutOf(wanted: string): Layout {
  return LAYOUTS.find((layout) => layout === wanted) ?? 'grid'
}

function pageIn(store: RoomStore, { layout, maxPlayers, pinned, page }: Options) {
  const size = Math.min(maxPlayers, store.capabilities.maxPlayers)
  return pageOf(store.streamIds, layoutOf(layout), size, page, pinned)
}

const bound = bindStore({
  properties,
  local: { page: 0 },
  select(store, props) {
    const language = resolveLang(props.lang)
    const { ids, main, page, pages } = pageIn(store, props)
    return {
      storeKey: store.key,
      placed: layoutOf(props.layout),
      ids,
      main,
      current: page,
      pages,
      t: {
        empty: translate(language, 'grid.empty'),
        hint: translate(language, 'grid.empty-hint'),
        previous: translate(language, 'grid.previous'),
        next: translate(language, 'grid.next'),
        page: translate(language, 'grid.page', { page: page + 1, pages }),
      },
    }
  },
  // The ticking values of all tiles leave in one call, as paths.
  ticking: (store, props) => ({
    ticks: pageIn(store, props).ids.map((id) => {
      const stream = store.stream(id)
      return { volume: stream?.volume ?? 0, grade: stream?.grade ?? (0 as Grade) }
    }),
  }),
  effect(component, _store, { layout }) {
    if (LAYOUTS.some((known) => known === layout)) return undefined
    const message = `player-grid: layout "${layout}" is unknown; use one of ${LAYOUTS.join(', ')}`
    raise(component, 'error', errorDetail(LiveError.of('invalid-argument', message, { subject: 'layout' })))
    return undefined
  },
})

Component({
  behaviors: [bound],
  externalClasses: ['custom-class'],
  methods: {
    turn(by: number) {
      const { current, pages } = this.data
      const page = current + by
      if (page < 0 || page >= pages) return
      this.setData({ page })
      raise(this, 'pagechange', { page, pages })
    },
    onPrevious() {
      this.turn(-1)
    },
    onNext() {
      this.turn(1)
    },
    onTileSelect(event: WechatMiniprogram.CustomEvent<PlayerGridEvents['tileselect']>) {
      raise(this, 'tileselect', event.detail)
    },
    onFullScreenChange(event: WechatMiniprogram.CustomEvent<PlayerGridEvents['fullscreenchange']>) {
      raise(this, 'fullscreenchange', event.detail)
    },
    onMuteChange(event: WechatMiniprogram.CustomEvent<PlayerGridEvents['mutechange']>) {
      raise(this, 'mutechange', event.detail)
    },
    onError(event: WechatMiniprogram.CustomEvent<PlayerGridEvents['error']>) {
      raise(this, 'error', event.detail)
    },
  },
})
