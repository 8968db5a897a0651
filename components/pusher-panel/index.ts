import { type ErrorReason, LiveError, type NativeEvent } from '../../src/index'
import { ACTION_DATA, act, actionBehavior, fail, isGone } from '../shared/action'
import type { Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { raiser } from '../shared/events'
import { runSeconds, secondsBehavior } from '../shared/seconds'
import { call, pusherDevice } from './device'
import type { PusherPanelEvents } from './events'
import { faultOf, isWide, lacksOf, leavePage, takePage } from './guards'
import { OPTIONS, PANES } from './panes'
import { attempt, type Panel } from './picks'
import { properties } from './props'
import { sheetBehavior } from './sheet'
import { selectPusherPanel, tickPusherPanel } from './view'
import type { PusherPanelInput } from './view'

const raise = raiser<PusherPanelEvents>()

const local = {
  ...ACTION_DATA,
  /** The tag comes with the first right to publish and stays: taking it off and on again breaks on some phones. */
  tag: 'absent' as 'absent' | 'inserting' | 'ready',
  tried: '',
  denied: '' as ErrorReason | '',
  picked: {} as PusherPanelInput['picked'],
  torch: false,
  pane: '',
  lacks: { beauty: false, voice: false, pip: false },
  zoomMax: 0,
}

function insertTag(panel: Actor & { setData(data: object, done?: () => void): void }): void {
  if (!takePage(panel)) {
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
    if (tag === 'absent' && store.canPublish) insertTag(component as unknown as Actor)
    if (tag !== 'ready' || !room) return unclaim
    const panel = component as unknown as { previewAgain(): void }
    room.pusher.mount(pusherDevice(() => panel.previewAgain()))
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

/** The code of a state or of an error. */
function codeIn(detail: unknown): number {
  const { code, errCode } = (detail ?? {}) as { code?: number; errCode?: number }
  return code ?? errCode ?? 0
}

Component({
  behaviors: [bound, actionBehavior, secondsBehavior, sheetBehavior],
  externalClasses: ['custom-class'],
  options: { virtualHost: true, multipleSlots: true },
  data: {
    /** When I went on air, ms since 1970; 0 while I am not. */
    since: 0,
    panes: PANES,
    options: OPTIONS,
    wide: false,
  },
  lifetimes: {
    attached() {
      const lacks = lacksOf((this as unknown as { renderer?: string }).renderer)
      const wide = isWide()
      if (wide || Object.values(lacks).includes(true)) this.setData({ lacks, wide })
    },
    detached() {
      leavePage(this)
    },
  },
  pageLifetimes: {
    resize() {
      if (isWide() !== this.data.wide) this.setData({ wide: !this.data.wide })
    },
  },
  observers: {
    'controls, settings, bgm'(controls: unknown, settings: unknown, bgm: unknown) {
      const fault = faultOf({ controls, settings, bgm })
      if (fault) fail(this as unknown as Actor, LiveError.of('invalid-argument', `pusher-panel: ${fault}`))
    },
    onAir(onAir: boolean) {
      const { since } = this.data
      if (onAir === since > 0) return
      const now = Date.now()
      this.setData({ since: onAir ? now : 0, ...(onAir ? { denied: '' } : { torch: false }) })
      runSeconds(this, onAir)
      if (!onAir) this.onMusicOver()
      if (onAir) raise(this, 'publishstart', { streamId: this.data.streamId })
      else raise(this, 'publishstop', { seconds: Math.round((now - since) / 1000) })
    },
    'canPublish, autoPublish, tag'(canPublish: boolean, autoPublish: boolean, tag: string) {
      const self = this as unknown as { started?: boolean }
      if (!canPublish) self.started = false
      if (!canPublish || tag !== 'ready') return
      if (autoPublish && !self.started) this.publish()
      else this.previewAgain()
    },
    visible(visible: boolean) {
      if (!visible && this.data.pane) this.setData({ pane: '' })
    },
  },
  methods: {
    act(name: string, work: () => Promise<unknown>) {
      return act(this as unknown as Actor, name, work)
    },
    previewAgain() {
      const { preview, canPublish, off, tag, denied } = this.data
      if (preview && canPublish && off && tag === 'ready' && !denied)
        void this.act('preview', () => call('startPreview'))
    },
    publish() {
      Object.assign(this, { started: true })
      void this.act('publish', () => storeOf(this).pusher.publish())
    },
    onPublish() {
      if (this.data.off) this.publish()
      else void this.act('publish', () => storeOf(this).pusher.unpublish())
    },
    onMic() {
      const on = this.data.state.mic !== 1
      void this.toggle('mic', 'micchange', on, () => storeOf(this).pusher.setMic(on))
    },
    onCamera() {
      const on = !this.data.enableCamera
      void this.toggle('camera', 'camerachange', on, () => storeOf(this).pusher.setCamera(on))
    },
    async toggle(name: string, event: 'micchange' | 'camerachange', on: boolean, work: () => Promise<void>) {
      if (await attempt(this as unknown as Panel, name, work)) raise(this, event, { on })
    },
    /** Torch and zoom belong to one camera. */
    async onFlip() {
      if (!(await this.act('flip', () => storeOf(this).pusher.switchCamera()))) return
      this.setData({ torch: false, zoomMax: 0, 'levels.zoom': 10 })
    },
    onRemedy() {
      if (this.data.remedy === 'settings') void this.act('settings', () => this.askAgain())
      else void this.act('publish', () => storeOf(this).pusher.retry())
    },
    /** A refused permission prompts no more: only the settings page helps, and it opens from a tap only. */
    async askAgain() {
      const { authSetting } = await wx.openSetting()
      if (!authSetting['scope.camera'] || !authSetting['scope.record']) return
      this.setData({ denied: '' })
      if (this.data.phase === 'failed') await storeOf(this).pusher.retry()
      else this.previewAgain()
    },
    onNative({ type, detail }: Native) {
      const code = codeIn(detail)
      const denied = DENIALS[code]
      if (denied) this.setData({ denied })
      if (code === MUSIC_FAILED) this.onMusicFailed()
      storeOf(this).room?.pusher.native(type, detail)
    },
  },
})
