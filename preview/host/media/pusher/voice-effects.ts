/** voice-changer-type and audio-reverb-type on the microphone's samples: what comes near each of the platform's, by ear. Pure. */

interface Voice {
  /** Times as high. */
  pitch?: number
  /** Hertz of a tone the voice is multiplied with: what makes it a machine's. */
  ring?: number
}

/** By the platform's numbers; there is no 5. */
const VOICES: Readonly<Record<number, Voice>> = {
  1: { pitch: 1.5 },
  2: { pitch: 1.3 },
  3: { pitch: 0.8 },
  4: { ring: 400 },
  6: { pitch: 1.12 },
  7: { pitch: 0.62 },
  8: { pitch: 0.72 },
  9: { ring: 50 },
  10: { pitch: 0.7, ring: 80 },
  11: { pitch: 1.15, ring: 6 },
}

interface Room {
  /** Seconds between two walls. */
  delay: number
  /** What each comes back with, 0-1. */
  feedback: number
  wet: number
}

const ROOMS: Readonly<Record<number, Room>> = {
  1: { delay: 0.09, feedback: 0.45, wet: 0.4 },
  2: { delay: 0.025, feedback: 0.4, wet: 0.3 },
  3: { delay: 0.14, feedback: 0.6, wet: 0.4 },
  4: { delay: 0.06, feedback: 0.5, wet: 0.3 },
  5: { delay: 0.04, feedback: 0.55, wet: 0.45 },
  6: { delay: 0.007, feedback: 0.75, wet: 0.5 },
  7: { delay: 0.03, feedback: 0.25, wet: 0.5 },
}

/** Window of the pitch shifter: two readers half of it apart, each silent where it jumps. */
const GRAIN_SECONDS = 0.05

export class VoiceEffects {
  private readonly line: Float32Array
  private written = 0
  private phase = 0
  private ringAt = 0
  private room = new Float32Array(1)
  private roomAt = 0
  private roomType = 0

  constructor(private readonly sampleRate: number) {
    this.line = new Float32Array(Math.ceil(sampleRate * GRAIN_SECONDS) + 2)
  }

  /** Changes `samples` in place; types without an entry change nothing. */
  apply(samples: Float32Array, changer: number, reverb: number): void {
    const { pitch = 1, ring = 0 } = VOICES[changer] ?? {}
    if (pitch !== 1) this.shift(samples, pitch)
    if (ring > 0) this.multiply(samples, ring)
    const room = ROOMS[reverb]
    if (room) this.echo(samples, room, reverb)
  }

  private shift(samples: Float32Array, pitch: number): void {
    const { line } = this
    const grain = line.length - 2
    for (let i = 0; i < samples.length; i++) {
      line[this.written % line.length] = samples[i]!
      this.phase = (this.phase + (1 - pitch) / grain + 1) % 1
      const half = (this.phase + 0.5) % 1
      samples[i] = this.read(this.phase * grain) * fade(this.phase) + this.read(half * grain) * fade(half)
      this.written += 1
    }
  }

  /** The sample `back` before the newest. */
  private read(back: number): number {
    const { line, written } = this
    const whole = Math.floor(back)
    const at = (offset: number): number => line[(written - offset + 2 * line.length) % line.length]!
    return at(whole) + (at(whole + 1) - at(whole)) * (back - whole)
  }

  private multiply(samples: Float32Array, hertz: number): void {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = samples[i]! * (0.5 + 0.5 * Math.sin(this.ringAt))
      this.ringAt = (this.ringAt + (2 * Math.PI * hertz) / this.sampleRate) % (2 * Math.PI)
    }
  }

  private echo(samples: Float32Array, { delay, feedback, wet }: Room, type: number): void {
    if (type !== this.roomType) this.room = new Float32Array(Math.round(delay * this.sampleRate))
    this.roomType = type
    for (let i = 0; i < samples.length; i++) {
      const at = this.roomAt++ % this.room.length
      const back = this.room[at]!
      this.room[at] = samples[i]! + back * feedback
      samples[i] = samples[i]! * (1 - wet / 2) + back * wet
    }
  }
}

/** 0 at both ends; two of them half a grain apart add up to 1. */
const fade = (phase: number): number => Math.sin(Math.PI * phase) ** 2
