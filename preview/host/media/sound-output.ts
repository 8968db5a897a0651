/** The way to the loudspeaker for samples that come bit by bit, with as little in reserve as their coming allows. */
import { SoundPacer } from './player/sound-pacer'
import { WORKLET_NAME, WORKLET_SOURCE, type WorkletMessage, type WorkletReport } from './player/sound-worklet'
import { Resampler } from './pusher/pcm'

export interface SoundOutputEvents {
  /** The browser wants a gesture first. */
  blocked(): void
  failed(why: string): void
}

let shared: Promise<AudioContext> | undefined

/** One context for all tags of a phone: browsers limit their number, and each has a thread of its own. */
function sharedContext(): Promise<AudioContext> {
  shared ??= (async () => {
    const context = new AudioContext({ latencyHint: 'interactive' })
    const url = URL.createObjectURL(new Blob([WORKLET_SOURCE], { type: 'text/javascript' }))
    await context.audioWorklet.addModule(url)
    URL.revokeObjectURL(url)
    return context
  })()
  return shared
}

/** A context that may start does so within this; one that may not never says so. */
const START_MS = 300

export class SoundOutput {
  private readonly pacer = new SoundPacer()
  private context: AudioContext | undefined
  private node: AudioWorkletNode | undefined
  private gain: GainNode | undefined
  private resampler: Resampler | undefined
  private rate = 0
  private report: WorkletReport | undefined
  private closed = false

  constructor(
    private muted: boolean,
    private readonly events: SoundOutputEvents,
  ) {
    sharedContext().then(
      (context) => this.connect(context),
      (error: unknown) => this.events.failed(String(error)),
    )
  }

  /** ms that wait to be played. */
  get buffered(): number {
    return Math.round(this.report?.buffered ?? 0)
  }

  /** Time in ms, as given to {@link play}, that is heard now; `undefined` while nothing is. */
  get position(): number | undefined {
    const { context, report } = this
    if (context?.state !== 'running' || report?.time === undefined) return undefined
    const latency = context.outputLatency || context.baseLatency
    return report.time + (context.currentTime - report.at - latency) * 1000
  }

  /** Mono samples, the first of them of `time` in ms. Returns whether they will be heard (or would, if it were not muted). */
  play(samples: Float32Array<ArrayBuffer>, rate: number, time: number): boolean {
    // A context that stands still would only pile them up.
    if (this.closed || this.context?.state !== 'running') return false
    if (!this.resampler || this.rate !== rate) this.resampler = new Resampler(rate, this.context.sampleRate)
    this.rate = rate
    this.post({ samples: this.resampler.process(samples), time })
    return true
  }

  setMuted(muted: boolean): void {
    this.muted = muted
    if (this.gain) this.gain.gain.value = muted ? 0 : 1
    if (!muted) this.unlock()
  }

  close(): void {
    this.closed = true
    this.post({ over: true })
    this.node?.disconnect()
    this.gain?.disconnect()
  }

  private connect(context: AudioContext): void {
    if (this.closed) return
    this.context = context
    this.node = new AudioWorkletNode(context, WORKLET_NAME, { numberOfInputs: 0, outputChannelCount: [1] })
    this.node.port.onmessage = ({ data }: MessageEvent<WorkletReport>) => this.reported(data)
    this.gain = new GainNode(context, { gain: this.muted ? 0 : 1 })
    this.node.connect(this.gain).connect(context.destination)
    this.unlock()
  }

  private unlock(): void {
    const { context } = this
    if (!context || context.state === 'running') return
    // Without a gesture this promise stays open for ever, so that only the clock can tell.
    context.resume().catch((error: unknown) => this.events.failed(String(error)))
    setTimeout(() => {
      if (!this.closed && !this.muted && context.state !== 'running') this.events.blocked()
    }, START_MS)
  }

  private reported(report: WorkletReport): void {
    this.report = report
    if (report.starved) this.pacer.starved()
    const { step, cut } = this.pacer.pace(report.buffered)
    this.post({ step, cut, target: this.pacer.target })
  }

  private post(message: WorkletMessage): void {
    this.node?.port.postMessage(message)
  }
}
