import { getRoom } from 'lianmai'
import { ROOMS } from '../../shared/config'
import { fromLink, isTokenOver, pass, scene } from '../../shared/session'
import { dressBar } from '../../shared/settings'
import { isWide } from '../../shared/stage'

Page({
  data: {
    ...{ ...scene(), room: '', name: '', token: '', failure: '', wide: false },
    host: false,
    layout: 'grid',
    /** What may lie over the lower half, and what does. */
    sheets: ['members', 'chat'],
    sheet: '',
  },

  /** Who opens a meeting hosts it (`host=1`); who comes by its link speaks. */
  onLoad(query: Record<string, string | undefined>) {
    const layout = query.layout === 'speaker' ? 'speaker' : 'grid'
    this.setData({ ...scene(), ...fromLink(query, ROOMS.meeting), host: query.host === '1', layout })
    this.onResize()
    dressBar(this.data.t.meeting)
    void this.enter()
  },

  /** Also the retry button: a token is asked for each time, the old one may have expired. */
  async enter() {
    this.setData({ failure: '' })
    this.setData(await pass(this.data.room, this.data.host ? 'anchor' : 'speaker', this.data.name))
  },

  onJoined() {
    const { capabilities } = getRoom()
    this.setData({ sheets: capabilities.chat ? ['members', 'chat'] : ['members'] })
  },

  onLayout({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { layout: string }>) {
    this.setData({ layout: currentTarget.dataset.layout })
  },

  onSheet({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { sheet: string }>) {
    const { sheet } = currentTarget.dataset
    this.setData({ sheet: sheet === this.data.sheet ? '' : sheet })
  },

  /** A token has an end; with a new one the room goes on, or is entered again. */
  onToken(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    if (isTokenOver(event)) void this.enter()
  },

  onResize() {
    this.setData({ wide: isWide() })
  },

  onShareAppMessage() {
    return { title: this.data.t.shareMeeting, path: `/pages/meeting/index?room=${this.data.room}` }
  },
})
