/** A push to a `simulated:` URL: nothing leaves the phone, yet codes and figures are those of a push that works. */
import type { OutLink, PublishLinkEvents } from './publish-link'
import { StreamRates } from './rates'

export class SimulatedLink implements OutLink {
  readonly rates = new StreamRates(performance.now())
  readonly queuedMs = 0
  private connected = false
  private sentFirst = false
  private closed = false

  constructor(private readonly events: PublishLinkEvents) {}

  open(): void {
    queueMicrotask(() => {
      if (this.closed) return
      this.connected = true
      this.events.raise('connected')
      this.events.raise('pushing')
      this.events.keyWanted()
    })
  }

  configureVideo(): void {}

  configureAudio(): void {}

  picture(data: Uint8Array, time: number, isKey: boolean): void {
    if (!this.connected || this.closed) return
    this.rates.video(data.length, time, isKey)
    this.rates.wire(data.length)
    if (!this.sentFirst) this.events.raise('firstFrameSent')
    this.sentFirst = true
  }

  sound(data: Uint8Array): void {
    if (!this.connected || this.closed) return
    this.rates.audio(data.length)
    this.rates.wire(data.length)
  }

  close(): void {
    this.closed = true
  }
}
