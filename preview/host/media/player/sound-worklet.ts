/** The part of the sound path that runs on the audio thread, as text: worklets load from a URL, whoever bundles us. */

export const WORKLET_NAME = 'lianmai-sound'

/** To the worklet. */
export type WorkletMessage =
  { samples: Float32Array<ArrayBuffer>; time: number } | { step: number; cut: number; target: number } | { over: true }

/** From the worklet: what is played at `at` of the context's clock, what waits (both ms), and runs out. */
export interface WorkletReport {
  time: number | undefined
  at: number
  buffered: number
  starved: boolean
}

export const WORKLET_SOURCE = `
registerProcessor('${WORKLET_NAME}', class extends AudioWorkletProcessor {
  constructor() {
    super()
    this.blocks = []
    this.waiting = 0
    this.offset = 0
    this.step = 1
    this.target = 40
    this.filling = true
    this.starved = false
    this.quanta = 0
    this.port.onmessage = ({ data }) => this.take(data)
  }
  take(data) {
    if (data.over) this.over = true
    else if (data.samples) {
      this.blocks.push(data)
      this.waiting += data.samples.length
    } else {
      this.step = data.step
      this.target = data.target
      this.skip(Math.round(data.cut * sampleRate / 1000))
    }
    if ((this.waiting - this.offset) / sampleRate * 1000 >= this.target) this.filling = false
  }
  skip(count) {
    this.offset += count
    while (this.blocks.length > 0 && this.offset >= this.blocks[0].samples.length) {
      this.offset -= this.blocks[0].samples.length
      this.waiting -= this.blocks[0].samples.length
      this.blocks.shift()
    }
    if (this.blocks.length === 0) this.offset = 0
  }
  process(inputs, outputs) {
    const out = outputs[0][0]
    for (let i = 0; i < out.length && !this.filling; i++) {
      if (this.blocks.length === 0) {
        this.filling = this.starved = true
        break
      }
      const { samples } = this.blocks[0]
      const index = Math.floor(this.offset)
      const next = samples[Math.min(index + 1, samples.length - 1)]
      out[i] = samples[index] + (next - samples[index]) * (this.offset - index)
      this.skip(this.step)
    }
    if (++this.quanta % 4 === 0) this.report()
    return !this.over
  }
  report() {
    const first = this.blocks[0]
    const time = first && !this.filling ? first.time + this.offset / sampleRate * 1000 : undefined
    const buffered = (this.waiting - this.offset) / sampleRate * 1000
    this.port.postMessage({ time, at: currentTime, buffered, starved: this.starved })
    this.starved = false
  }
})`
