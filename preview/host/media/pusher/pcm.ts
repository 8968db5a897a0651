/** Samples on their way from a microphone to an encoder: buffering, resampling, the test tone, levels. Pure, mono, -1 to 1. */

/**
 * Smooths the arrival of samples. Reading starts once `prefill` samples wait (after every underrun again), so that a late
 * block costs one gap and not a gap a block; beyond `limit` the oldest go, so that a fast clock adds no delay.
 */
export class PcmFifo {
  private blocks: Float32Array[] = []
  private length = 0
  private filling = true

  constructor(
    private readonly prefill: number,
    private readonly limit: number,
  ) {}

  get buffered(): number {
    return this.length
  }

  push(samples: Float32Array): void {
    this.blocks.push(samples)
    this.length += samples.length
    if (this.length > this.limit) this.skip(this.length - this.prefill)
    if (this.length >= this.prefill) this.filling = false
  }

  /** Adds up to `into.length` samples to `into`, times `gain`; what is missing stays as it is. */
  mixInto(into: Float32Array, gain: number): void {
    if (this.filling) return
    let written = 0
    while (written < into.length && this.blocks.length > 0) {
      const block = this.blocks[0]!
      const count = Math.min(block.length, into.length - written)
      for (let i = 0; i < count; i++) into[written + i] = into[written + i]! + block[i]! * gain
      this.skip(count)
      written += count
    }
    if (written < into.length) this.filling = true
  }

  private skip(count: number): void {
    let left = Math.min(count, this.length)
    this.length -= left
    while (left > 0) {
      const block = this.blocks[0]!
      if (block.length > left) {
        this.blocks[0] = block.subarray(left)
        return
      }
      left -= block.length
      this.blocks.shift()
    }
  }
}

/** Linear resampling across block borders; averages first when it goes down, which keeps the worst aliasing out. */
export class Resampler {
  private position = 0
  private previous = 0
  private average = 0

  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {}

  process(input: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    if (this.from === this.to || input.length === 0) return input
    const step = this.from / this.to
    const smoothed = step > 1 ? this.lowPass(input, 1 / step) : input
    const output: number[] = []
    // Position -1..0 lies between the last sample of the block before and the first of this one.
    while (this.position < smoothed.length) {
      const index = Math.floor(this.position)
      const left = index === 0 ? this.previous : smoothed[index - 1]!
      output.push(left + (smoothed[index]! - left) * (this.position - index))
      this.position += step
    }
    this.position -= smoothed.length
    this.previous = smoothed[smoothed.length - 1]!
    return Float32Array.from(output)
  }

  private lowPass(input: Float32Array<ArrayBuffer>, weight: number): Float32Array<ArrayBuffer> {
    return input.map((sample) => (this.average += (sample - this.average) * weight))
  }
}

const TONE_HERTZ = 440
const TONE_LEVEL = 0.1
const TONE_SECONDS = 0.12

/** Adds a soft beep at the start of each second of the wall clock, in step with the flash of the test card. */
export function addTestTone(into: Float32Array, startMs: number, sampleRate: number): void {
  for (let i = 0; i < into.length; i++) {
    const second = (startMs / 1000 + i / sampleRate) % 1
    if (second >= TONE_SECONDS) continue
    const envelope = Math.sin((Math.PI * second) / TONE_SECONDS)
    into[i] = into[i]! + Math.sin(2 * Math.PI * TONE_HERTZ * second) * envelope * TONE_LEVEL
  }
}

/** Root mean square of what passed since the last {@link LevelMeter.take}. */
export class LevelMeter {
  private sum = 0
  private count = 0

  add(samples: Float32Array): void {
    for (const sample of samples) this.sum += sample * sample
    this.count += samples.length
  }

  take(): number {
    const rms = this.count === 0 ? 0 : Math.sqrt(this.sum / this.count)
    this.sum = this.count = 0
    return rms
  }
}
