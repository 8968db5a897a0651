/** How far picture and sound are apart at a player: both ends of a clap, a white field and a beep, are timed where they leave it. */
import type { LivePlayerEngine } from '../../../host/media'

const DETECTOR = `
registerProcessor('clap-detector', class extends AudioWorkletProcessor {
  constructor() { super(); this.quiet = 0 }
  process([input]) {
    const samples = input[0] ?? []
    for (let i = 0; i < samples.length; i++) {
      const loud = Math.abs(samples[i]) > 0.02
      if (loud && this.quiet > sampleRate * 0.3) this.port.postMessage(currentTime + i / sampleRate)
      this.quiet = loud ? 0 : this.quiet + 1
    }
    return true
  }
})`

/** Tells the time (performance.now) at which each beep leaves the loudspeaker, of all that goes to `context`'s. */
async function listen(context: AudioContext, source: AudioNode, beep: (at: number) => void): Promise<void> {
  const url = URL.createObjectURL(new Blob([DETECTOR], { type: 'text/javascript' }))
  await context.audioWorklet.addModule(url)
  const detector = new AudioWorkletNode(context, 'clap-detector')
  detector.port.onmessage = ({ data }: MessageEvent<number>) => {
    const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp()
    beep(performanceTime + (data - contextTime) * 1000)
  }
  connectNative.call(source, detector)
}

const connectNative = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode
let heard: (at: number) => void = () => undefined
const known = new WeakSet<AudioNode>()

/** From now on whatever is connected to a loudspeaker is listened to. */
function tapLoudspeakers(): void {
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    const [to] = args as [AudioNode]
    if (to instanceof AudioDestinationNode && !known.has(this)) {
      known.add(this)
      void listen(to.context as AudioContext, this, (at) => heard(at))
    }
    return Reflect.apply(connectNative, this, args) as AudioNode
  } as typeof AudioNode.prototype.connect
}
tapLoudspeakers()

/** A media element plays past any AudioContext: its sound is taken along one. */
function listenToElement(video: HTMLVideoElement): void {
  const context = new AudioContext()
  context.createMediaElementSource(video).connect(context.destination)
}

function isWhite(picture: ReturnType<LivePlayerEngine['picture']>): boolean | undefined {
  if (!picture) return undefined
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d')!
  const { source, width, height } = picture
  context.drawImage(source, width / 2 - 2, height / 2 - 2, 4, 4, 0, 0, 1, 1)
  return context.getImageData(0, 0, 1, 1).data[0]! > 128
}

/**
 * ms by which each of `count` flashes came before its beep; negative: the sound came first. Claps are a second apart, so
 * that every flash has one beep within 500 ms.
 */
export async function watchClaps(engine: LivePlayerEngine, count: number): Promise<number[]> {
  const beeps: number[] = []
  const flashes: number[] = []
  heard = (at) => void beeps.push(at)
  const video = engine.view.el.querySelector('video')
  if (video && !video.dataset['tapped']) {
    video.dataset['tapped'] = 'yes'
    listenToElement(video)
  }
  let white: boolean | undefined
  while (flashes.length < count + 1) {
    const now = await new Promise(requestAnimationFrame)
    const next = isWhite(engine.picture())
    if (white === false && next) flashes.push(now)
    white = next
  }
  // The last flash only waits for the beeps of those before.
  return flashes.slice(0, count).flatMap((flash) => {
    const apart = beeps.map((beep) => beep - flash).sort((a, b) => Math.abs(a) - Math.abs(b))[0]
    return apart === undefined || Math.abs(apart) > 500 ? [] : [apart]
  })
}
