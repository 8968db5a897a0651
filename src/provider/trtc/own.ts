import { LiveError } from '../../errors'
import type { ProviderEvents, Stream, StreamId, StreamInit, UserId } from '../types'

/** My stream, from publish() to unpublish(); it is told once it flows. */
export class Own {
  private stream: Stream | undefined
  private on = false

  constructor(
    private readonly me: UserId,
    private readonly tell: <K extends keyof ProviderEvents>(event: K, payload: ProviderEvents[K]) => void,
  ) {}

  get id(): StreamId | undefined {
    return this.stream && this.stream.id
  }

  /** What the others know of it. */
  list(): Stream[] {
    return this.stream && this.on ? [this.stream] : []
  }

  publish({ audio, video }: StreamInit): StreamId {
    const { me } = this
    if (!this.stream)
      this.stream = { id: `${me}_main`, userId: me, kind: 'camera', audio, video, startedAt: Date.now() }
    return this.stream.id
  }

  update(streamId: StreamId, { audio, video }: { audio: boolean; video: boolean }): void {
    const { stream } = this
    if (!stream || stream.id !== streamId)
      throw LiveError.of('stream-not-found', 'trtc.updateStream: that is no stream of mine')
    this.stream = { ...stream, audio, video }
    if (this.on) this.tell('streamUpdated', this.stream)
  }

  unpublish(streamId: StreamId): void {
    if (this.id !== streamId) return
    const { on } = this
    this.clear()
    if (on) this.tell('streamRemoved', { streamId })
  }

  flows(): void {
    if (!this.stream || this.on) return
    this.on = true
    this.tell('streamAdded', this.stream)
  }

  clear(): void {
    this.stream = undefined
    this.on = false
  }
}
