import { type ErrorReason, LiveError, type NativeEvent } from '../../src/index'
import { ACTION_DATA, act, actionBehavior, fail, isGone } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { checked } from '../shared/check'
import { runSeconds, secondsBehavior } from '../shared/seconds'
import { carry, carrying } from './carrier'
import { call, pusherDevice } from './device'
import { leavePlace, takePlace } from '../shared/place'
import { faultOf, isWide, lacksOf, type Lacks } from './guards'
import { musicBehavior } from './music'
import { panelOf, raise, type Panel } from './panel'
import { LEVELS } from './panes'
import { LAYOUTS, properties } from './props'
import { sheetBehavior } from './sheet'
import { selectPusherPanel, tickPusherPanel, type PusherPanelInput } from './view'

const local = {
  ...ACTION_DATA,
  /** The tag comes with the first right to publish and stays: taking it off and on again breaks on some phones. */
  tag: 'absent' as 'absent' | 'inserting' | 'ready',
  tried: '',
  denied: '' as ErrorReason | '',
  picked: {} as PusherPanelInput['picked'],
  torch: false,
  pane: '',
  opened: {} as PusherPanelInput['opened'],
  levels: LEVELS as PusherPanelInput['levels'],
  lacks: {} as Lacks,
  zoomMax: 0,
}

function insertTag(panel: Panel & { setData(data: object, done?: () => void): void }): void {
  // The platform inserts one live-pusher a page and refuses the next.
  if (!takePlace(panel, 'live-pusher')) {
    const hint = 'a page takes one live-pusher and this one has a panel already; remove one of the two'
    return fail(panel, LiveError.of('invalid-state', `pusher-panel: ${hint}`))
  }
  panel.setData({ tag: 'inserting' }, () => {
    if (!isGone(panel)) panel.setData({ tag: 'ready' })
  })
}

const bound = bindStore({
  properties,
  local,
  select: selectPusherPanel,
  ticking: tickPusherPanel,
  effect(component, store, { tag }) {
    const unclaim = store.pusher.claim()
    const { room } = store
    if (tag === 'absent' && (store.canPublish || store.carrier)) insertTag(panelOf(component))
    if (tag !== 'ready' || !room) return unclaim
    const panel = component as unknown as { previewAgain(): void }
    const device = pusherDevice(() => panel.previewAgain())
    room.pusher.mount(carrying(panelOf(component), device))
    return () => {
      unclaim()
      room.pusher.unmount()
    }
  },
})

interface Native {
  type: NativeEvent['type']
  detail: unknown
}

/** State and error codes of a refused permission (component page of live-pusher); here too, because a preview has no room yet. */
const DENIALS: Readonly<Record<number, ErrorReason>> = { 10001: 'camera-denied', 10002: 'microphone-denied' }
const MUSIC_FAILED = 10003

Component({
  behaviors: [
    bound,
    checked('pusher-panel', { layout: LAYOUTS }),
    actionBehavior,
    secondsBehavior,
    sheetBehavior,
    musicBehavior,
  ],
  externalClasses: ['custom-class'],
  options: { virtualHost: true, multipleSlots: true },
  data: {
    /** When I went on air, ms since 1970; 0 while I am not. */
    since: 0,
    wide: false,
    /** The page was opened from the sheet, and leads back there. */
    deep: false,
    /** The picture just taken. */
    shot: '',
  },
  lifetimes: {
    attached() {
      const lacks = lacksOf((this as { renderer?: string }).renderer)
      const wide = isWide()
      if (wide || Object.keys(lacks).length) this.setData({ lacks, wide })
    },
    detached() {
      leavePlace(this)
    },
  },
  pageLifetimes: {
    resize() {
      if (isWide() !== this.data.wide) this.setData({ wide: !this.data.wide })
    },
  },
  observers: {
    'controls, settings, bgm'(controls: unknown, settings: unknown, bgm: unknown) {
      const fault = faultOf(controls, settings, bgm)
      if (fault) fail(panelOf(this), LiveError.of('invalid-argument', `pusher-panel: ${fault}`))
    },
    onAir(onAir: boolean) {
      const { since } = this.data
      if (onAir === since > 0) return
      const now = Date.now()
      this.setData({ since: onAir ? now : 0, ...(onAir ? { denied: '' } : { torch: false }) })
      runSeconds(this, onAir)
      if (onAir) raise(this, 'publishstart', { streamId: this.data.streamId })
      else {
        this.onMusicOver()
        raise(this, 'publishstop', { seconds: Math.round((now - since) / 1000) })
      }
    },
    'canPublish, autoPublish, tag'(canPublish: boolean, autoPublish: boolean, tag: string) {
      const panel = panelOf(this)
      if (!canPublish) panel.started = false
      if (!canPublish || tag !== 'ready') return
      if (autoPublish && !panel.started) this.publish()
      else this.previewAgain()
    },
    'carried, tag'(carried: string, tag: string) {
      if (tag === 'ready') carry(panelOf(this), carried)
    },
    visible(visible: boolean) {
      if (!visible && this.data.pane) this.setData({ pane: '' })
    },
  },
  methods: {
    act(name: string, work: () => Promise<unknown>) {
      void act(panelOf(this), name, work)
    },
    previewAgain() {
      const { preview, canPublish, off, tag, denied, carried } = this.data
      if (preview && !carried && canPublish && off && tag === 'ready' && !denied)
        this.act('preview', () => call('startPreview'))
    },
    publish() {
      panelOf(this).started = true
      this.act('publish', () => storeOf(this).pusher.publish())
    },
    onPublish() {
      if (this.data.off) this.publish()
      else this.act('publish', () => storeOf(this).pusher.unpublish())
    },
    onRemedy() {
      if (this.data.denial) this.act('settings', () => this.askAgain())
      else this.act('publish', () => storeOf(this).pusher.retry())
    },
    /** A refused permission prompts no more: only the settings page helps, and it opens from a tap only. */
    async askAgain() {
      const { authSetting } = await wx.openSetting()
      // What was never asked is not in the list: it is asked when it is used.
      if (authSetting['scope.camera'] === false || authSetting['scope.record'] === false) return
      this.setData({ denied: '' })
      if (this.data.phase === 'failed') await storeOf(this).pusher.retry()
      else this.previewAgain()
    },
    onNative({ type, detail }: Native) {
      const { code, errCode = 0 } = Object(detail) as { code?: number; errCode?: number }
      const number = code ?? errCode
      const denied = DENIALS[number]
      if (denied) this.setData({ denied })
      if (number === MUSIC_FAILED) this.onMusicFailed()
      storeOf(this).room?.pusher.native(type, detail)
    },
  },
})
