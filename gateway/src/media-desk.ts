/** Where rooms and media meet: hands out signed addresses, and answers the relay when somebody comes with one. */
import { randomBytes } from 'node:crypto'
import { flvUrl, mediaName, parseMediaName, rtmpUrl, streamIdOf, turnOf, MEDIA_APP } from './auth/media-url'
import type { MediaAction, MediaBase, MediaName, UrlSigner } from './auth/media-url'
import type { Hub } from './hub'
import type { MediaHooks, MediaRequest, MediaStream, MediaVerdict } from './media/types'
import type { Report } from './report'
import type { Room } from './room/room'
import { refuse, type Refusal } from './room/rules'
import type { Answers, Question, Stream, StreamId, UserId } from './wire'

export interface DeskOptions {
  hub: () => Hub
  signer: UrlSigner
  report: Report
  now(): number
  /** How long an address handed to a client may be used to connect, ms. */
  urlTtl: number
  /** Addresses as this client can reach them. */
  base(host: string | undefined): MediaBase
  /** Ends a media connection. */
  kick(name: string): boolean
}

/** Both addresses of one stream. */
export type PlayUrls = Answers['play']

export class MediaDesk implements MediaHooks {
  /** Which media connection carries each name now; an older one that ends late must not end the newer. */
  private readonly carriers = new Map<string, MediaStream>()
  /** This process among all that share rooms. */
  private readonly node = randomBytes(6).toString('base64url')

  constructor(private readonly options: DeskOptions) {}

  /** Answers a client's question; `host` is how the client reached us. */
  async answer(room: Room, user: UserId, question: Question, host?: string): Promise<Answers[keyof Answers] | Refusal> {
    switch (question.k) {
      case 'push':
        return this.push(room, user, question.d, host)
      case 'unpush':
        return this.unpush(room, user, question.d.id)
      case 'play':
        if (room.state.streams.has(question.d.id))
          return this.playUrls(room.id, question.d.id, this.options.urlTtl, host)
        return refuse('stream-not-found', 'the stream is not live')
    }
  }

  playUrls(room: string, id: StreamId, ttl: number, host?: string): PlayUrls {
    const name = mediaName(room, id)
    const base = this.options.base(host)
    const query = this.sign('play', name, ttl)
    return { rtmp: rtmpUrl(base, name, query), flv: flvUrl(base, name, query) }
  }

  /** A push address for something that is not in the room as a person: OBS, a camera, ffmpeg. */
  ingestUrl(room: string, user: UserId, ttl: number): string {
    const name = mediaName(room, streamIdOf(user))
    return rtmpUrl(this.options.base(undefined), name, this.sign('publish', name, ttl))
  }

  async authorize(request: MediaRequest): Promise<MediaVerdict> {
    const verdict = await this.judge(request)
    if (!verdict.ok) {
      const { action, protocol, name, ip } = request
      this.options.report('info', 'media.refused', { action, protocol, name, ip, code: verdict.code })
    }
    return verdict
  }

  published(stream: MediaStream): void {
    const name = parseMediaName(stream.name)
    if (!name) return
    this.carriers.set(stream.name, stream)
    void this.goLive(name, stream)
  }

  unpublished(stream: MediaStream): void {
    const name = parseMediaName(stream.name)
    if (!name || this.carriers.get(stream.name) !== stream) return
    this.carriers.delete(stream.name)
    this.options.hub().peek(name.room)?.publishing.over(name.userId, name.streamId, this.by(stream))
  }

  private async push(
    room: Room,
    user: UserId,
    flags: { audio: boolean; video: boolean },
    host?: string,
  ): Promise<Answers['push'] | Refusal> {
    const grant = await room.publishing.issue(user, flags)
    if ('code' in grant) return grant
    const name = mediaName(room.id, grant.id)
    const url = rtmpUrl(this.options.base(host), name, this.sign('publish', name, this.options.urlTtl, grant.turn))
    return { id: grant.id, url }
  }

  private async unpush(room: Room, user: UserId, id: StreamId): Promise<Answers['unpush'] | Refusal> {
    if (!id.startsWith(`${user}~`)) return refuse('forbidden', 'not your stream')
    const outcome = await room.publishing.revoke(user, id)
    return 'code' in outcome ? outcome : {}
  }

  private by(stream: MediaStream): string {
    return `${this.node}/${stream.id}`
  }

  private sign(action: MediaAction, name: string, ttl: number, turn?: number): string {
    return this.options.signer.sign(action, name, this.options.now() + ttl, turn)
  }

  private async judge(request: MediaRequest): Promise<MediaVerdict> {
    const name = request.app === MEDIA_APP ? parseMediaName(request.name) : undefined
    if (!name) return { ok: false, code: 'stream-not-found', why: 'streams are named /live/<room>~<user>~<nonce>' }
    const signature = this.options.signer.verify(request.action, request.name, request.query, this.options.now())
    if (signature === 'token-invalid')
      return { ok: false, code: signature, why: `this address is not signed to ${request.action}` }
    if (signature === 'token-expired')
      return { ok: false, code: signature, why: 'this address has expired; ask for a fresh one' }
    return request.action === 'publish' ? this.mayPublish(name, turnOf(request.query)) : this.mayPlay(name)
  }

  private mayPublish(name: MediaName, turn = 0): MediaVerdict {
    // The signature is all the right an ingest address needs; its room may be empty until now.
    if (name.external) return { ok: true }
    const room = this.options.hub().peek(name.room)
    const refused = room
      ? room.publishing.refusal(name.userId, name.streamId, turn)
      : refuse('stream-not-found', 'the room is not open')
    if (!refused) return { ok: true, turn }
    const { code, why } = refused
    return { ok: false, code: code === 'forbidden' || code === 'token-expired' ? code : 'stream-not-found', why }
  }

  private mayPlay(name: MediaName): MediaVerdict {
    const room = this.options.hub().peek(name.room)
    if (room?.publishing.playable(name.userId, name.streamId)) return { ok: true }
    return { ok: false, code: 'stream-not-found', why: 'the stream is not live' }
  }

  private async goLive(name: MediaName, stream: MediaStream): Promise<void> {
    const { userId, streamId: id } = name
    const kind: Stream['kind'] = name.external ? 'external' : 'camera'
    try {
      const room = await this.options.hub().open(name.room)
      if (this.carriers.get(stream.name) !== stream) return
      const outcome = await room.publishing.live({ id, userId, kind }, { by: this.by(stream) })
      if (!('code' in outcome)) return
      this.options.report('info', 'media.refused', { action: 'publish', name: stream.name, code: outcome.code })
    } catch (error) {
      this.options.report('error', 'media.live', { name: stream.name, error: String(error) })
    }
    this.options.kick(stream.name)
  }
}
