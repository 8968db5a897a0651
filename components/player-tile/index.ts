import { computed } from 'mobx-miniprogram'
import { LiveError, type NativeEvent } from '../../src/index'
import { act, ACTION_DATA, actionBehavior } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { checked } from '../shared/check'
import { errorDetail, raiser } from '../shared/events'
import { resolveLang, texts } from '../shared/locale'
import { GRADES } from '../quality-badge/grades'
import { callPlayer, playerDevice, type Snapshot } from './device'
import type { PlayerTileEvents } from './events'
import { WORDS } from './messages'
import { CONTROLS, FITS, properties, type TileControl } from './props'
import { coverOf, FROZEN_MS, initialOf, sentenceOf, SPEAKING, toneOf } from './view'

const raise = raiser<PlayerTileEvents>()

/** Two taps within this many milliseconds are a double tap. */
const DOUBLE_TAP_MS = 300
const tappedAt = new WeakMap<object, number>()

/** Until a tile that is buffering counts as frozen. */
const freezing = new WeakMap<object, number>()

/** Tiles that have begun to play, and whether they are paused: before that there is nothing to pause. */
const begun = new WeakMap<object, boolean>()

const bound = bindStore({
  properties,
  local: { ...ACTION_DATA, bare: false, fullScreen: false, menu: false, flash: false, figures: false, frozen: false },
  select(store, { streamId, name, lang, muted, badge, expected, frozen }) {
    const view = store.stream(streamId)
    const language = resolveLang(lang)
    const {
      src = '',
      mode = 'live',
      minCache = 1,
      maxCache = 3,
      extra = {},
      userId = '',
      phase = 'stopped',
    } = view ?? {}
    const shown = name || (view?.name ?? '')
    const cover = coverOf(view)
    // Sent only where there is an avatar to draw.
    const face = cover === 'avatar' || cover === 'ended'
    return {
      storeKey: store.key,
      userId,
      phase,
      shown,
      initial: face ? initialOf(shown) : '',
      tone: face ? toneOf(userId) : 0,
      cover,
      sentence: sentenceOf(view, language, expected, frozen),
      micOff: view ? !view.audio : false,
      silent: muted || (view?.muted ?? false),
      player: {
        src,
        mode,
        minCache,
        maxCache,
        orientation: String(extra.orientation ?? 'vertical'),
        soundMode: String(extra['sound-mode'] ?? 'speaker'),
      },
      t: {
        ...texts(language, 'tile.', WORDS),
        ...texts(language, 'common.', ['common.retry', 'common.close']),
        ...(badge ? texts(language, 'badge.', GRADES) : {}),
      },
    }
  },
  // What an enclosing component passes costs no setData of the tile's own.
  ticking(store, { streamId, speaking, grade }) {
    const view = store.stream(streamId)
    return {
      speaks: speaking < 0 && (view?.volume ?? 0) >= SPEAKING,
      graded: grade < 0 ? (view?.grade ?? 0) : 0,
    }
  },
  effect(component, store, props) {
    const { room } = store
    const { streamId } = props
    if (!room || !store.stream(streamId)) return undefined
    // A tile that has begun stays mounted, paused or not.
    if (!computed(() => begun.has(component) || !props.paused).get()) return undefined
    if (!begun.has(component)) begun.set(component, false)
    const player = room.player(streamId)
    const off = player.events.on('error', (error) => raise(component, 'error', errorDetail(error)))
    player.mount(playerDevice(component))
    return () => {
      off()
      player.unmount()
    }
  },
})

const checks = checked('player-tile', { objectFit: FITS, controls: CONTROLS })

Component({
  behaviors: [bound, actionBehavior, checks],
  // Nothing is drawn before the store has been read: everything is drawn once, as it is.
  data: { storeKey: '' },
  externalClasses: ['custom-class'],
  observers: {
    phase(phase: string) {
      clearTimeout(freezing.get(this) ?? 0)
      if (this.data.frozen) this.setData({ frozen: false })
      if (phase === 'buffering')
        freezing.set(
          this,
          setTimeout(() => this.setData({ frozen: true }), FROZEN_MS),
        )
    },
    paused(on: boolean) {
      if (begun.get(this) !== !on) return
      begun.set(this, on)
      callPlayer(this, on ? 'pause' : 'resume').catch((error: LiveError) => raise(this, 'error', errorDetail(error)))
    },
  },
  lifetimes: {
    detached() {
      clearTimeout(freezing.get(this) ?? 0)
    },
  },
  methods: {
    /** The controller of this tile's stream, while there is one. */
    player() {
      const store = storeOf(this)
      const { streamId } = this.data
      return store.stream(streamId) && store.room ? store.room.player(streamId) : undefined
    },
    onNative({ type, detail }: WechatMiniprogram.CustomEvent) {
      this.player()?.native(type as NativeEvent['type'], detail)
    },
    onRendererError(event: WechatMiniprogram.CustomEvent) {
      this.setData({ bare: true })
      const message = 'live-player: same-layer rendering failed, the tag lies above everything else on this phone'
      raise(this, 'error', errorDetail(LiveError.of('renderer-failed', message, { cause: event.detail })))
    },
    onFullScreenChange(event: WechatMiniprogram.CustomEvent<{ fullScreen: boolean | string }>) {
      // Android clients were seen to send the strings "true" and "false".
      const fullScreen = String(event.detail.fullScreen) === 'true'
      this.setData({ fullScreen })
      raise(this, 'fullscreenchange', { streamId: this.data.streamId, fullScreen })
    },
    onPictureInPicture({ type }: WechatMiniprogram.CustomEvent) {
      const pictureInPicture = type === 'enterpictureinpicture'
      raise(this, 'pictureinpicturechange', { streamId: this.data.streamId, pictureInPicture })
    },
    onTap() {
      const now = Date.now()
      const double = now - (tappedAt.get(this) ?? -Infinity) <= DOUBLE_TAP_MS
      tappedAt.set(this, double ? -Infinity : now)
      raise(this, 'tileselect', { streamId: this.data.streamId })
      if (double) this.fullscreen()
    },
    /** Opens the figures behind the network grade, or closes them; a small tile has no room for them. */
    onFigures() {
      if (!this.data.compact) this.setData({ figures: !this.data.figures })
    },
    /** Opens the menu, or closes it. */
    more() {
      this.setData({ menu: !this.data.menu })
    },
    onControl(event: WechatMiniprogram.TouchEvent<object, object, { name: TileControl | 'more' }>) {
      if (this.data.menu) this.setData({ menu: false })
      // A button's method has its name.
      void this[event.currentTarget.dataset.name]()
    },
    /** To full screen, or back. */
    fullscreen() {
      const { streamId, fullScreen } = this.data
      const { videoWidth = 0, videoHeight = 0 } = storeOf(this).streamStats(streamId)
      // A wide picture fills the screen when the phone is turned.
      const direction = videoWidth > videoHeight ? 90 : 0
      void act(this, 'fullscreen', () =>
        fullScreen ? callPlayer(this, 'exitFullScreen') : callPlayer(this, 'requestFullScreen', { direction }),
      )
    },
    /** Takes a picture of the stream; the `snapshot` event has it. */
    snapshot() {
      return act(this, 'snapshot', async () => {
        const { tempImagePath, width, height } = await callPlayer<Snapshot>(this, 'snapshot', { quality: 'raw' })
        this.setData({ flash: true })
        raise(this, 'snapshot', { streamId: this.data.streamId, tempImagePath, width, height })
      })
    },
    onFlashed() {
      this.setData({ flash: false })
    },
    /** Silences this stream on this phone, or lets it be heard. */
    mute() {
      const muted = !this.data.silent
      this.player()?.mute(muted)
      raise(this, 'mutechange', { streamId: this.data.streamId, muted })
    },
    pin() {
      raise(this, 'pinchange', { streamId: this.data.streamId, pinned: !this.data.pinned })
    },
    retry() {
      this.player()?.retry()
    },
  },
})
