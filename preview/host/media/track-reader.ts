/** Raw frames of a MediaStreamTrack, without an element or an AudioContext: neither a hidden tab nor autoplay rules stop it. */

/**
 * Hands each frame of `track` to `onFrame`, which owns it and must close it. Returns the function that ends it: the track is
 * stopped and read to its end, because a frame left in the queue keeps one of the camera's few buffers until it is garbage
 * collected, and the next to open the camera waits for pictures until then.
 * @throws Error where the browser has no MediaStreamTrackProcessor.
 */
export function readTrack<T extends { close(): void }>(
  track: MediaStreamTrack,
  onFrame: (frame: T) => void,
  onEnded: () => void = () => undefined,
): () => void {
  if (!('MediaStreamTrackProcessor' in globalThis)) throw new Error('This browser lacks MediaStreamTrackProcessor')
  // lib.dom tells audio and video processors apart by the track's type; here the caller's T does.
  const processor = new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack })
  const reader = (processor.readable as unknown as ReadableStream<T>).getReader()
  let stopped = false
  const pump = async (): Promise<void> => {
    while (!stopped) {
      const { done, value } = await reader.read()
      if (done) break
      if (stopped) value.close()
      else onFrame(value)
    }
    if (!stopped) onEnded()
  }
  pump().catch(() => {
    if (!stopped) onEnded()
  })
  return () => {
    stopped = true
    track.stop()
  }
}

/** Mono samples of one AudioData, mixed down; closes it. */
export function monoSamples(audio: AudioData): Float32Array<ArrayBuffer> {
  const mono = new Float32Array(audio.numberOfFrames)
  const plane = new Float32Array(audio.numberOfFrames)
  for (let channel = 0; channel < audio.numberOfChannels; channel++) {
    audio.copyTo(plane, { planeIndex: channel, format: 'f32-planar' })
    for (let i = 0; i < plane.length; i++) mono[i] = mono[i]! + plane[i]! / audio.numberOfChannels
  }
  audio.close()
  return mono
}
