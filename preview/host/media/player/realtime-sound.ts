/** Sound of a conversation: AAC decoded by WebCodecs, played through a worklet with as little in reserve as the network allows. */
import { parseAacConfig } from '@lianmai/flv'
import { LevelMeter, Resampler } from '../pusher/pcm'
import { monoSamples } from '../track-reader'
import { SoundPacer } from './sound-pacer'
import { WORKLET_NAME, WORKLET_SOURCE, type WorkletMessage, type WorkletReport } from './sound-worklet'

export interface RealtimeSoundEvents {
  firstSound(): void
  /** The browser wants a gesture first. */
  blocked(): void
  failed(why: string): void
}

let shared: Promise<AudioContext> | undefined

/** One context for all players of a phone: browsers limit their number, and each has a thread of its own. */
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

export class RealtimeSound {
  readonly level = new LevelMeter()
  private readonly pacer = new SoundPacer()
  private decoder: AudioDecoder | undefined
  private context: AudioContext | undefined
  private node: AudioWorkletNode | undefined
  private gain: GainNode | undefined
  private resampler: Resampler | undefined
  /** Of the samples decoded last: what was decoded before a new configuration may come out after it. */
  private rate = 0
  /** Stream times of the frames that are being decoded: Chromium counts on from the first, whatever the others say. */
  private times: number[] = []
  private report: WorkletReport | undefined
  private config: Uint8Array | undefined
  private heard = false
  private closed = false

  constructor(
    private muted: boolean,
    private readonly events: RealtimeSoundEvents,
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

  /** Stream time in ms that is heard now; `undefined` while nothing is. */
  get position(): number | undefined {
    const { context, report } = this
    if (context?.state !== 'running' || report?.time === undefined) return undefined
    const latency = context.outputLatency || context.baseLatency
    return report.time + (context.currentTime - report.at - latency) * 1000
  }

  /** An AudioSpecificConfig. */
  configure(config: Uint8Array): void {
    if (this.config && equal(this.config, config)) return
    this.config = config.slice()
    this.decoder ??= this.createDecoder()
    const { codec, sampleRate, channels } = parseAacConfig(config)
    this.decoder.configure({ codec, sampleRate, numberOfChannels: channels || 2, description: this.config })
  }

  /** One AAC frame; `time` in ms of the stream. */
  push(data: Uint8Array, time: number): void {
    if (this.decoder?.state !== 'configured') return
    this.times.push(time)
    this.decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: time * 1000, data }))
  }

  setMuted(muted: boolean): void {
    this.muted = muted
    if (this.gain) this.gain.gain.value = muted ? 0 : 1
    if (!muted) this.unlock()
  }

  close(): void {
    this.closed = true
    if (this.decoder && this.decoder.state !== 'closed') this.decoder.close()
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

  private createDecoder(): AudioDecoder {
    return new AudioDecoder({
      output: (audio) => this.decoded(audio),
      error: (error) => {
        this.events.failed(error.message)
        this.decoder = undefined
        this.times = []
        const { config } = this
        this.config = undefined
        if (config && !this.closed) this.configure(config)
      },
    })
  }

  private decoded(audio: AudioData): void {
    const time = this.times.shift() ?? audio.timestamp / 1000
    const rate = audio.sampleRate
    const samples = monoSamples(audio)
    this.level.add(samples)
    // A context that stands still would only pile them up.
    if (this.closed || this.context?.state !== 'running') return
    if (!this.resampler || this.rate !== rate) this.resampler = new Resampler(rate, this.context.sampleRate)
    this.rate = rate
    this.post({ samples: this.resampler.process(samples), time })
    if (!this.heard) this.events.firstSound()
    this.heard = true
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

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
