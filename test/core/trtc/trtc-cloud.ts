/**
 * TRTC as a live-pusher sees it: state codes and their JSON texts, as trtc-wx-sdk 1.1.15 reads them (1018-1022, 1031-1034). The
 * network behind is not played: a phone that starts a room's URL is in the room, or told why not.
 */
import type { NativeEvent } from '../../../src/provider/types'
import type { TrtcClass } from '../../../src/provider/trtc/index'

type Tell = (event: NativeEvent) => void
interface Media {
  audio: boolean
  video: boolean
}

const NOTHING: Media = { audio: false, video: false }

export class TrtcCloud {
  readonly phones: Phone[] = []
  /** What the SDK reported to Tencent. */
  readonly requests: unknown[] = []
  /** Whose pusher the SDK is about. */
  current: Phone | undefined
  private issued = 0

  constructor() {
    Object.assign(globalThis, {
      getApp: () => ({ globalData: {} }),
      wx: {
        createLivePusherContext: () => {
          const phone = this.current
          return { stop: () => phone?.exit() }
        },
        request: (options: unknown) => this.requests.push(options),
        getSystemInfo: () => undefined,
        getStorage: () => undefined,
        getStorageSync: () => '',
      },
    })
  }

  phone(userId: string): Phone {
    const phone = new Phone(this, userId)
    this.phones.push(phone)
    return phone
  }

  userSig(userId: string): string {
    return `${userId}${(this.issued += 1)}`
  }

  held(): string[] {
    return this.phones.filter(({ room }) => room).map(({ userId }) => `${userId} in the room`)
  }

  close(): void {
    Reflect.deleteProperty(globalThis, 'wx')
    Reflect.deleteProperty(globalThis, 'getApp')
  }
}

export class Phone {
  room = ''
  /** What the tag is told to send with its next start. */
  wish = NOTHING
  private sends = NOTHING
  private known = new Set<string>()
  private tell: Tell = () => undefined

  constructor(
    private readonly cloud: TrtcCloud,
    readonly userId: string,
  ) {}

  /** The SDK's own class, that knows on whose phone it runs. */
  classOf(TRTC: TrtcClass): TrtcClass {
    const here = () => (this.cloud.current = this)
    return class extends TRTC {
      override createPusher(attributes: object): object {
        here()
        return super.createPusher(attributes)
      }
    }
  }

  /** A live-pusher mounts, camera and microphone off, and starts that. */
  carry(url: string, tell: Tell): void {
    this.tell = tell
    if (!url) this.exit()
    queueMicrotask(() => url && this.start(url))
  }

  /** The same live-pusher, with what is to be sent. */
  push(url: string): void {
    this.start(url)
    this.send(this.wish)
  }

  start(url: string): void {
    const parameters = new URL(url).searchParams
    const sig = parameters.get('usersig') ?? ''
    const refusal = this.refusal(parameters, sig)
    if (refusal) return this.state(refusal)
    this.state(1001)
    this.room = parameters.get('strroomid') ?? parameters.get('roomid') ?? ''
    this.state(1018)
    for (const other of this.others()) this.hear(other)
  }

  send(media: Media): void {
    this.sends = media
    for (const other of this.others()) other.hear(this)
  }

  /** The tag was stopped. */
  exit(): void {
    if (!this.room) return
    const others = this.others()
    this.room = ''
    this.sends = NOTHING
    this.state(1019, 'exit room, reason[0]')
    for (const other of others) if (other.known.delete(this.userId)) other.list(1032, [{ userid: this.userId }])
  }

  /** A state code comes from the tag. */
  state(code: number, message: unknown = ''): void {
    this.tell({ tag: 'live-pusher', type: 'statechange', streamId: '', detail: { code, message } })
  }

  list(code: number, userlist: object[]): void {
    this.state(code, JSON.stringify({ userlist }))
  }

  /** Learns what another sends; who never sent anything is not announced. */
  hear({ userId, sends: { audio, video } }: Phone): void {
    const userid = userId
    if (!this.known.has(userId)) {
      if (!audio && !video) return
      this.known.add(userId)
      this.list(1031, [{ userid }])
    }
    const playurl = `room://cloud.tencent.com/rtc?userid=${userId}&streamtype=main`
    this.list(1033, [{ userid, streamtype: 'main', hasvideo: video, playurl }])
    this.list(1034, [{ userid, hasaudio: audio, playurl }])
  }

  private others(): Phone[] {
    return this.cloud.phones.filter((phone) => phone !== this && this.room && phone.room === this.room)
  }

  private refusal(parameters: URLSearchParams, sig: string): number {
    if (parameters.get('privatemapkey') === 'none') return -100006
    return new RegExp(`^${this.userId}\\d+$`).test(sig) ? 0 : -100018
  }
}
