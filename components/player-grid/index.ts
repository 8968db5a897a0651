import { computed, type IComputedValue } from 'mobx-miniprogram'
import type { RoomStore } from '../../store/index'
import { bindStore, storeOf } from '../shared/bind'
import { checked } from '../shared/check'
import { raiser } from '../shared/events'
import { resolveLang, texts, translate } from '../shared/locale'
import { CONTROLS, FITS } from '../player-tile/props'
import { SPEAKING } from '../player-tile/view'
import type { PlayerGridEvents } from './events'
import { KEYS } from './messages'
import { hasMain, listed, nameOf, pageOf, type Page } from './paging'
import { LAYOUTS, OFF_PAGE, properties, type Expected, type Layout, type OffPage } from './props'
import { followSpeaker, loudest, stopFollowing } from './speaker'

const raise = raiser<PlayerGridEvents>()

/** Grids whose page is hidden: their patrol waits. */
const hidden = new WeakSet<object>()

/** Streams that a grid with `solo` has silenced once; what the person does with them after that is theirs. */
const silenced = new WeakMap<object, Set<string>>()

type GridButton = 'previous' | 'next' | 'hold' | 'goOn' | 'muteAll' | 'unmuteAll'

interface Options {
  layout: Layout
  maxPlayers: number
  pageSize: number
  offPage: OffPage
  pinned: string
  /** Who has the main picture because they speak. */
  active: string
  page: number
  expected: readonly Expected[]
  /** A tile's picture lies above everything else of the page: tiles must not lie over one another. */
  flat: boolean
}

/** An unknown layout is told by `error` and shown as `grid`. */
function layoutOf({ layout, pinned, flat }: Options): Layout {
  const known = LAYOUTS.find((name) => name === layout) ?? 'grid'
  return flat && (known === 'live' || (pinned && !hasMain(known))) ? 'speaker' : known
}

function place(store: RoomStore, options: Options): Page {
  const { maxPlayers, pageSize, offPage, pinned, active, page, expected } = options
  const most = Math.min(Math.floor(maxPlayers) || 1, store.capabilities.maxPlayers)
  const size = Math.min(Math.floor(pageSize) || most, most)
  const layout = layoutOf(options)
  const main = store.stream(pinned) ? pinned : layout === 'speaker' ? active : ''
  const own = listed(expected).map(({ streamId }) => streamId)
  const all = [...own, ...store.streamIds.filter((id) => !own.includes(id))]
  return pageOf(all, { layout, size, kept: offPage === 'pause' ? most : 0, page, main })
}

const pages = new WeakMap<Options, { store: RoomStore; page: IComputedValue<Page> }>()

/** Silences who is new, as each is on its own from then on. */
function silenceNew(component: object, { room, streamIds }: RoomStore): void {
  const known = silenced.get(component) ?? new Set()
  silenced.set(component, known)
  for (const id of streamIds) if (!known.has(id)) room?.player(id).mute(true)
  streamIds.forEach((id) => known.add(id))
}

/** The grid's page, reckoned once for everything that asks. @param options always the same object for a grid */
function pageIn(store: RoomStore, options: Options): Page {
  let known = pages.get(options)
  if (known?.store !== store) pages.set(options, (known = { store, page: computed(() => place(store, options)) }))
  return known.page.get()
}

const bound = bindStore({
  properties,
  // A phone held upright, until the stage is measured.
  local: { page: 0, active: '', flat: false, holding: false, covered: false, box: 0.6 },
  select(store, props) {
    const language = resolveLang(props.lang)
    const { ids, slots, count, big, page, pages } = pageIn(store, props)
    return {
      storeKey: store.key,
      placed: layoutOf(props),
      ids,
      names: listed(props.expected).length ? ids.map((id) => nameOf(id, props.expected)) : [],
      slots,
      count,
      big,
      current: page,
      pages,
      silenced: props.muteAll && ids.length > 0 && store.streamIds.every((id) => store.stream(id)?.muted),
      position: pages > 1 ? translate(language, 'grid.page', { page: page + 1, pages }) : '',
      t: texts(language, 'grid.', KEYS),
    }
  },
  // The ticking values of all tiles leave in one call, as paths; who speaks is all a tile shows of its volume.
  ticking: (store, props) => {
    const streams = pageIn(store, props).ids.map((id) => store.stream(id))
    return {
      // A camera that hears something is nobody who speaks.
      speaks: streams.map((stream) => (props.layout !== 'monitor' && (stream?.volume ?? 0) >= SPEAKING ? 1 : 0)),
      grades: streams.map((stream) => stream?.grade ?? 0),
    }
  },
  effect(component, store, props) {
    const { patrol, holding, covered, solo } = props
    if (solo) silenceNew(component, store)
    const { pages, big } = pageIn(store, props)
    if (!(patrol > 0) || holding || covered || pages < 2 || big >= 0) return undefined
    // Every page has its full time: turning by hand starts it anew.
    const timer = setInterval(
      () => {
        if (!hidden.has(component)) (component as unknown as { turn(by: number): void }).turn(1)
      },
      // More than the platform's timers can count would fire at once.
      Math.min(Math.max(1, patrol), 1e6) * 1000,
    )
    return () => clearInterval(timer)
  },
})

const checks = checked('player-grid', {
  layout: LAYOUTS,
  objectFit: FITS,
  offPage: OFF_PAGE,
  controls: CONTROLS,
  maxPlayers: 1,
  pageSize: 0,
  patrol: 0,
})

Component({
  behaviors: [bound, checks],
  // Nothing is drawn before the store has been read.
  data: { storeKey: '' },
  externalClasses: ['custom-class'],
  observers: {
    'speaks.**'() {
      followSpeaker(
        this,
        () => this.nextSpeaker(),
        (active) => {
          this.setData({ active })
          raise(this, 'speakerchange', { streamId: active })
        },
      )
    },
  },
  lifetimes: {
    attached() {
      this.measure()
    },
    detached() {
      stopFollowing(this)
    },
  },
  pageLifetimes: {
    show() {
      hidden.delete(this)
      this.measure()
    },
    hide() {
      hidden.add(this)
    },
    resize() {
      this.measure()
    },
  },
  methods: {
    /** Looks at the stage's shape again; needed only where a page changes it without the window changing. */
    measure() {
      this.createSelectorQuery()
        .select('.pg-stage')
        .boundingClientRect((rect) => {
          // Nothing where the grid is not shown.
          const box = rect?.height ? Math.round((rect.width / rect.height) * 10) / 10 : this.data.box
          if (box !== this.data.box) this.setData({ box })
        })
        .exec()
    },
    nextSpeaker() {
      const { placed, activeSpeaker, pinned, ids, slots } = this.data
      const main = ids[slots.indexOf(0)] ?? ''
      const next = placed === 'speaker' && activeSpeaker && !pinned ? loudest(storeOf(this), ids, main) : main
      return next === main ? '' : next
    },
    /** Makes a picture big; the empty string: none. */
    pin(streamId: string) {
      if (streamId === this.data.pinned) return
      this.setData({ pinned: streamId, page: this.data.current })
      raise(this, 'pinchange', { streamId })
    },
    /** Turns pages, around the end. */
    turn(by: number) {
      const { current, pages, big } = this.data
      const page = (current + by + pages) % pages
      if (big >= 0) this.pin('')
      this.setData({ page })
      raise(this, 'pagechange', { page, pages })
    },
    /** Keeps the patrol on this page, or lets it go on. */
    hold(holding: boolean) {
      this.setData({ holding })
      raise(this, 'patrolchange', { holding })
    },
    /** Silences everybody who is here, or lets all be heard. */
    silence(muted: boolean) {
      const { room, streamIds } = storeOf(this)
      streamIds.forEach((id) => room?.player(id).mute(muted))
      raise(this, 'mutechange', { streamId: '', muted })
    },
    onBar({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { name: GridButton }>) {
      const { current, pages: all, holding, silenced } = this.data
      const { name } = currentTarget.dataset
      if (name === 'previous' || name === 'next') {
        const by = name === 'next' ? 1 : -1
        if (current + by >= 0 && current + by < all) this.turn(by)
      } else if (name === 'hold' || name === 'goOn') this.hold(!holding)
      else this.silence(!silenced)
    },
    onTileSelect({ detail }: WechatMiniprogram.CustomEvent<PlayerGridEvents['tileselect']>) {
      raise(this, 'tileselect', detail)
      if (this.data.tapToPin) this.pin(detail.streamId === this.data.pinned ? '' : detail.streamId)
    },
    onPinChange({ detail }: WechatMiniprogram.CustomEvent<{ streamId: string; pinned: boolean }>) {
      this.pin(detail.pinned ? detail.streamId : '')
    },
    onMute({ detail }: WechatMiniprogram.CustomEvent<PlayerGridEvents['mutechange']>) {
      const { room, streamIds } = storeOf(this)
      if (this.data.solo && !detail.muted)
        for (const id of streamIds) if (id !== detail.streamId) room?.player(id).mute(true)
      raise(this, 'mutechange', detail)
    },
    onFullScreenChange({ detail }: WechatMiniprogram.CustomEvent<PlayerGridEvents['fullscreenchange']>) {
      this.setData({ covered: detail.fullScreen })
      raise(this, 'fullscreenchange', detail)
    },
    /** What a tile says that the grid says too. */
    onTile(event: WechatMiniprogram.CustomEvent) {
      this.triggerEvent(event.type, event.detail)
    },
    onError({ detail }: WechatMiniprogram.CustomEvent<PlayerGridEvents['error']>) {
      if (detail.reason === 'renderer-failed') this.setData({ flat: true })
      raise(this, 'error', detail)
    },
  },
})
