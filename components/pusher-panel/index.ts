import { type ErrorReason, LiveError, type NativeEvent } from '../../src/index'
import { ACTION_DATA, act, actionBehavior, fail, isGone } from '../shared/action'
import type { Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { raiser } from '../shared/events'
import { runSeconds, secondsBehavior } from '../shared/seconds'
import { pusherDevice, startPreview } from './device'
import type { PusherPanelEvents } from './events'
import { CONTROLS, properties } from './props'
import { selectPusherPanel } from './view'

const raise = raiser<PusherPanelEvents>()

const local = {
  ...ACTION_DATA,
  /** The tag comes with the first right to publish and stays: taking it off and on again breaks on some phones. */
  tag: 'absent' as 'absent' | 'inserting' | 'ready',
  denied: '' as ErrorReason | '',
  mirrored: false,
  beautified: false,
}

function insertTag(panel: { setData(data: object, done?: () => void): void }): void {
  panel.setData({ tag: 'inserting' }, () => {
    if (!isGone(panel)) panel.setData({ tag: 'ready' })
  })
}

const bound = bindStore({
  properties,
  local,
  select: selectPusherPanel,
  effect(component, store, { tag }) {
    const unclaim = store.pusher.claim()
    const { room } = store
    if (tag === 'absent' && store.canPublish) insertTag(component)
    if (tag !== 'ready' || !room) return unclaim
    const panel = component as unknown as { previewAgain(): void }
    room.pusher.mount(pusherDevice(() => panel.previewAgain()))
    return () => {
      unclaim()
      room.pusher.unmount()
    }
  },
})

interface Tap {
  currentTarget: { dataset: { quality?: 'SD' | 'HD' | 'FHD' } }
}

interface Native {
  type: NativeEvent['type']
  detail: unknown
}

/** State and error codes of a refused permission (component page of live-pusher); here too, because a preview has no room yet. */
const DENIALS: Readonly<Record<number, ErrorReason>> = { 10001: 'camera-denied', 10002: 'microphone-denied' }

/** A refused permission in a native event, if that is what it is about. */
function denialIn(detail: unknown): ErrorReason | '' {
  const { code, errCode } = (detail ?? {}) as { code?: number; errCode?: number }
  return DENIALS[code ?? errCode ?? 0] ?? ''
}

Component({
  behaviors: [bound, actionBehavior, secondsBehavior],
  externalClasses: ['custom-class'],
  options: { virtualHost: true },
  data: {
    /** When I went on air, ms since 1970; 0 while I am not. */
    since: 0,
    picking: false,
  },
  observers: {
    controls(controls: readonly string[]) {
      const unknown = controls.find((name) => !CONTROLS.some((known) => known === name))
      if (unknown === undefined) return
      const hint = `controls: "${unknown}" is none of ${CONTROLS.join(', ')}`
      fail(this as unknown as Actor, LiveError.of('invalid-argument', `pusher-panel: ${hint}`, { subject: 'controls' }))
    },
    onAir(onAir: boolean) {
      const { since } = this.data
      if (onAir === since > 0) return
      const now = Date.now()
      this.setData({ since: onAir ? now : 0, ...(onAir ? { denied: '' } : {}) })
      runSeconds(this, onAir)
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
  },
  methods: {
    act(name: string, work: () => Promise<unknown>) {
      return act(this as unknown as Actor, name, work)
    },
    previewAgain() {
      const { preview, canPublish, off, tag, denied } = this.data
      if (preview && canPublish && off && tag === 'ready' && !denied) void this.act('preview', startPreview)
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
      const on = !this.data.enableMic
      void this.toggle('mic', 'micchange', on, () => storeOf(this).pusher.setMic(on))
    },
    onCamera() {
      const on = !this.data.enableCamera
      void this.toggle('camera', 'camerachange', on, () => storeOf(this).pusher.setCamera(on))
    },
    async toggle(name: string, event: 'micchange' | 'camerachange', on: boolean, work: () => Promise<void>) {
      if (await this.act(name, work)) raise(this, event, { on })
    },
    onFlip() {
      void this.act('flip', () => storeOf(this).pusher.switchCamera())
    },
    onMirror() {
      this.setData({ mirrored: !this.data.mirrored })
    },
    onBeauty() {
      this.setData({ beautified: !this.data.beautified })
    },
    onQualities() {
      this.setData({ picking: !this.data.picking })
    },
    async onQuality({ currentTarget }: Tap) {
      const { quality } = currentTarget.dataset
      if (!quality) return
      this.setData({ picking: false })
      if (await this.act('quality', () => storeOf(this).pusher.setQuality(quality)))
        raise(this, 'qualitychange', { quality })
    },
    onRemedy() {
      const { remedy } = this.data
      if (remedy === 'settings') void this.act('settings', () => this.askAgain())
      else if (remedy === 'retry') void this.act('publish', () => storeOf(this).pusher.retry())
      else this.setData({ failure: null })
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
      const denied = denialIn(detail)
      if (denied) this.setData({ denied })
      storeOf(this).room?.pusher.native(type, detail)
    },
  },
})
