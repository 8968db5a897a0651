/** `wx.createCameraContext()`: photos, recordings and frames of the page's only camera. */
import { takeSnapshot } from '../media/snapshot'

interface Callbacks<T> {
  success?(result: T): void
  fail?(error: { errMsg: string }): void
  complete?(result: unknown): void
}

export interface CameraFrame {
  width: number
  height: number
  /** RGBA. */
  data: ArrayBuffer
}

export interface CameraContext {
  takePhoto(options?: Callbacks<object> & { quality?: 'high' | 'normal' | 'low' | 'original' }): void
  startRecord(options?: Callbacks<object> & { timeoutCallback?(result: object): void; timeout?: number }): void
  stopRecord(options?: Callbacks<object>): void
  setZoom(options: Callbacks<object> & { zoom: number }): void
  onCameraFrame(callback: (frame: CameraFrame) => void): {
    start(options?: Callbacks<object>): void
    stop(options?: Callbacks<object>): void
  }
}

/** The picture a camera shows; `undefined` while it shows none. */
export type ShownCamera = () => HTMLCanvasElement | undefined

export function cameraContext(shown: ShownCamera): CameraContext {
  let recording: Recording | undefined
  return {
    takePhoto: (options = {}) =>
      settle('takePhoto', options, async () => {
        const source = need(shown)
        const quality = options.quality === 'low' ? 'compressed' : 'raw'
        const { tempImagePath } = await takeSnapshot({ source, width: source.width, height: source.height }, quality)
        return { tempImagePath }
      }),
    startRecord: (options = {}) =>
      settle('startRecord', options, () => {
        if (recording) throw new Error('is recording')
        const running = (recording = new Recording(need(shown)))
        // The platform's own limit is 30 s unless `timeout` (s) says otherwise, 5 min at most.
        setTimeout(
          () => {
            if (recording !== running) return
            recording = undefined
            void running.stop().then(options.timeoutCallback)
          },
          Math.min(300, options.timeout ?? 30) * 1000,
        )
        return Promise.resolve({})
      }),
    stopRecord: (options = {}) =>
      settle('stopRecord', options, () => {
        const running = recording
        recording = undefined
        if (!running) throw new Error('is not recording')
        return running.stop()
      }),
    setZoom: (options) => settle('setZoom', options, () => Promise.resolve({ zoom: 1 })),
    onCameraFrame: (callback) => frames(shown, callback),
  }
}

function need(shown: ShownCamera): HTMLCanvasElement {
  const picture = shown()
  if (!picture) throw new Error('camera is not ready')
  return picture
}

function settle<T extends object>(name: string, options: Callbacks<T>, run: () => Promise<T>): void {
  void Promise.resolve()
    .then(run)
    .then(
      (result) => {
        const answer = { ...result, errMsg: `operateCamera:ok` }
        options.success?.(answer)
        options.complete?.(answer)
      },
      (error: unknown) => {
        const answer = {
          errMsg: `operateCamera:fail ${name}: ${error instanceof Error ? error.message : String(error)}`,
        }
        options.fail?.(answer)
        options.complete?.(answer)
      },
    )
}

class Recording {
  private readonly chunks: Blob[] = []
  private readonly recorder: MediaRecorder

  constructor(private readonly picture: HTMLCanvasElement) {
    const mimeType = ['video/mp4', 'video/webm'].find((type) => MediaRecorder.isTypeSupported(type)) ?? ''
    this.recorder = new MediaRecorder(picture.captureStream(30), { mimeType })
    this.recorder.addEventListener('dataavailable', ({ data }) => this.chunks.push(data))
    this.recorder.start()
  }

  async stop(): Promise<{ tempVideoPath: string; tempThumbPath: string }> {
    const { picture, recorder } = this
    const { tempImagePath } = await takeSnapshot(
      { source: picture, width: picture.width, height: picture.height },
      'raw',
    )
    await new Promise((resolve) => {
      recorder.addEventListener('stop', resolve)
      recorder.stop()
    })
    const video = new Blob(this.chunks, { type: recorder.mimeType })
    return { tempVideoPath: URL.createObjectURL(video), tempThumbPath: tempImagePath }
  }
}

function frames(shown: ShownCamera, callback: (frame: CameraFrame) => void) {
  let running = 0
  const tick = () => {
    const picture = shown()
    const context = picture?.getContext('2d')
    if (picture && context && picture.width > 0) {
      const { width, height } = picture
      callback({ width, height, data: context.getImageData(0, 0, width, height).data.buffer })
    }
    running = requestAnimationFrame(tick)
  }
  return {
    start: (options: Callbacks<object> = {}) =>
      settle('onCameraFrame', options, () => {
        running ||= requestAnimationFrame(tick)
        return Promise.resolve({})
      }),
    stop: (options: Callbacks<object> = {}) =>
      settle('onCameraFrame', options, () => {
        cancelAnimationFrame(running)
        running = 0
        return Promise.resolve({})
      }),
  }
}
