import { lineOf } from '../../shared/config'
import { contacts } from '../../shared/contacts'
import { answer, follow, hangUp, ring, type CallChange, type CallOutcome, type CallPhase } from '../../shared/line'
import { pass, scene, whoAmI } from '../../shared/session'
import { dressBar } from '../../shared/settings'

type Media = 'video' | 'audio'
let stopFollowing = () => {}

Page({
  data: {
    ...{ ...scene(), me: whoAmI(), room: '', role: '', token: '', failure: '', number: '', swapped: false },
    ...{ to: '', peer: '', media: 'video' as Media, phase: 'idle' as CallPhase, outcome: '' as CallOutcome, words: '' },
    contacts: contacts(),
  },

  onLoad({ to, media, name = '' }: Record<string, string | undefined>) {
    this.setData({ ...scene(), me: whoAmI(), contacts: contacts() })
    dressBar(this.data.t.call)
    if (to) void this.call(to, decodeURIComponent(name), media === 'audio' ? 'audio' : 'video')
    else void this.wait()
  },

  /** On my own line, where I can be called. */
  wait() {
    return this.enter({ to: this.data.me.id, room: lineOf(this.data.me.id), role: 'audience', phase: 'idle' })
  },

  call(to: string, peer: string, media: Media) {
    const change = { to, peer: peer || to, media, outcome: '', words: '', phase: 'calling' }
    return this.enter({ ...change, room: lineOf(to), role: 'anchor' })
  },

  async enter(change: object) {
    this.setData({ ...change, token: '', failure: '', swapped: false })
    const { room, role } = this.data
    this.setData(await pass(room, role as 'anchor' | 'audience', this.data.me.name))
  },

  async onJoined() {
    stopFollowing()
    const { to, media, role } = this.data
    const told = (change: CallChange) => {
      this.setData(change)
      if (change.phase === 'idle' && role === 'anchor') void this.wait()
    }
    stopFollowing = follow(to, told)
    const outcome = role === 'anchor' && (await ring(to, media))
    if (outcome) told({ phase: 'idle', outcome })
  },

  onContact({
    currentTarget,
  }: WechatMiniprogram.TouchEvent<object, object, { to: string; peer: string; media: Media }>) {
    const { to, peer, media } = currentTarget.dataset
    if (/^[\w-]{1,43}$/.test(to) && to !== this.data.me.id) void this.call(to, peer, media)
  },

  onAnswer({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { media: Media }>) {
    void answer(currentTarget.dataset.media)
  },

  onHangUp() {
    void hangUp(this.data.to)
  },

  onSwap() {
    this.setData({ swapped: !this.data.swapped })
  },

  onUnload() {
    stopFollowing()
  },

  onShareAppMessage() {
    const { id, name } = this.data.me
    return { title: this.data.t.shareCall, path: `/pages/call/index?to=${id}&name=${encodeURIComponent(name)}` }
  },
})
