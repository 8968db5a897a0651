import { LiveError, type NativeEvent } from '../../src/index'
import { bindStore, storeOf } from '../shared/bind'
import { errorDetail, raiser } from '../shared/events'
import { resolveLang, translate } from '../shared/locale'
import { callPlayer, playerDevice } from './device'
import type { PlayerTileEvents } from './events'
import './messages'
import { properties } from './props'
import { coverOf, initialOf, sentenceOf, toneOf } from './view'

const raise = raiser<PlayerTileEvents>()

/** Two taps within this many milliseconds are a double tap. */
const DOUBLE_TAP_MS = 300
const tappedAt = new WeakMap<object, number>()

const bound = bindStore({
  properties,
  local: { rendererFailed: false, fullScreen: false },
  select(store, { streamId, name, lang, muted, rendererFailed }) {
    const view = store.stream(streamId)
    const language = resolveLang(lang)
    const shown = name || (view?.name ?? '')
    const silent = view?.muted ?? false
    return {
      storeKey: store.key,
      shown,
      initial: initialOf(shown),
      tone: toneOf(view?.userId ?? ''),
      cover: coverOf(view),
      sentence: sentenceOf(view, language),
      micOff: view ? !view.audio : false,
      silent,
      player: {
        src: view?.src ?? '',
        mode: view?.mode ?? 'live',
        muted: muted || silent,
        minCache: view?.minCache ?? 1,
        maxCache: view?.maxCache ?? 3,
        orientation: String(view?.extra.orientation ?? 'vertical'),
        soundMode: String(view?.extra['sound-mode'] ?? 'speaker'),
      },
      notice: rendererFailed ? translate(language, 'tile.renderer-failed') : '',
      t: {
        mute: translate(language, silent ? 'tile.unmute' : 'tile.mute', { name: shown }),
        fullScreen: translate(language, 'tile.full-screen', { name: shown }),
        retry: translate(language, 'tile.retry', { name: shown }),
        retryText: translate(language, 'common.retry'),
        close: translate(language, 'common.close'),
        micOff: translate(language, 'tile.mic-off'),
      },
    }
  },
  ticking: (store, { streamId, volume }) => ({ own: volume >= 0 ? 0 : (store.stream(streamId)?.volume ?? 0) }),
  effect(component, store, { streamId }) {
    const { room } = store
    if (!room || !store.stream(streamId)) return undefined
    const player = room.player(streamId)
    const off = player.events.on('error', (error) => raise(component, 'error', errorDetail(error)))
    player.mount(playerDevice(component))
    return () => {
      off()
      player.unmount()
    }
  },
})

Component({
  behaviors: [bound],
  externalClasses: ['custom-class'],
  lifetimes: {
    detached() {
      tappedAt.delete(this)
    },
  },
  methods: {
    /** The controller of this tile's stream, while there is one. */
    player() {
      const store = storeOf(this)
      const { streamId } = this.data
      return store.stream(streamId) && store.room ? store.room.player(streamId) : undefined
    },
    native(type: NativeEvent['type'], event: WechatMiniprogram.CustomEvent) {
      this.player()?.native(type, event.detail)
    },
    onState(event: WechatMiniprogram.CustomEvent) {
      this.native('statechange', event)
    },
    onNetStatus(event: WechatMiniprogram.CustomEvent) {
      this.native('netstatus', event)
    },
    onVolume(event: WechatMiniprogram.CustomEvent) {
      this.native('audiovolumenotify', event)
    },
    onNativeError(event: WechatMiniprogram.CustomEvent) {
      this.native('error', event)
    },
    onRendererError(event: WechatMiniprogram.CustomEvent) {
      this.setData({ rendererFailed: true })
      const message = 'live-player: same-layer rendering failed, the tag lies above everything else on this phone'
      raise(this, 'error', errorDetail(LiveError.of('renderer-failed', message, { cause: event.detail })))
    },
    onFullScreenChange(event: WechatMiniprogram.CustomEvent<{ fullScreen: boolean | string }>) {
      // Android clients were seen to send the strings "true" and "false".
      const fullScreen = String(event.detail.fullScreen) === 'true'
      this.setData({ fullScreen })
      raise(this, 'fullscreenchange', { streamId: this.data.streamId, fullScreen })
    },
    onTap() {
      const now = Date.now()
      const double = now - (tappedAt.get(this) ?? -Infinity) <= DOUBLE_TAP_MS
      tappedAt.set(this, double ? -Infinity : now)
      if (double) void this.toggleFullScreen()
      else raise(this, 'tileselect', { streamId: this.data.streamId })
    },
    async toggleFullScreen() {
      const { fullScreen } = this.data
      try {
        if (fullScreen) await callPlayer(this, 'exitFullScreen')
        else await callPlayer(this, 'requestFullScreen', { direction: 0 })
      } catch (thrown) {
        raise(this, 'error', errorDetail(LiveError.from(thrown, 'device-failed', 'live-player: full screen failed')))
      }
    },
    toggleMute() {
      const muted = !this.data.silent
      this.player()?.mute(muted)
      raise(this, 'mutechange', { streamId: this.data.streamId, muted })
    },
    retry() {
      this.player()?.retry()
    },
  },
})
