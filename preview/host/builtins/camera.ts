import { sharedCamera, type CameraLease } from '../media/pusher/shared-camera'
import { cameraContext, type CameraContext } from './camera-context'
import { mountedBuiltins } from './registry'
import { reportAt } from './report'
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from './types'

const NO_FLASH = 'a computer’s camera has no light'

/** Longer side of the picture in px by `resolution`. */
const SIZES: Readonly<Record<string, number>> = { low: 640, medium: 960, high: 1280 }

const contexts = new WeakMap<BuiltinInstance, CameraContext>()

/** `<camera>`: the computer's camera as the phone's, front or back. */
export const camera: BuiltinDefinition = {
  properties: {
    mode: {
      type: String,
      value: 'normal',
      values: ['normal', 'scanCode'],
      unsupported: { scanCode: 'the picture is shown, codes are not read' },
    },
    resolution: { type: String, value: 'medium', values: ['low', 'medium', 'high'] },
    devicePosition: { type: String, value: 'back', values: ['front', 'back'] },
    flash: {
      type: String,
      value: 'auto',
      values: ['auto', 'on', 'off', 'torch'],
      unsupported: { on: NO_FLASH, torch: NO_FLASH },
    },
    frameSize: { type: String, value: 'medium', values: ['small', 'medium', 'large'] },
  },
  events: ['stop', 'error', 'initdone', 'scancode'],
  create(host) {
    const shown = new CameraPicture(host)
    const context = cameraContext(() => shown.ready)
    let refused = false
    const instance: BuiltinInstance = {
      attached() {
        const [first] = mountedBuiltins('camera', host.pageId)
        refused = first !== undefined && first.host !== host
        if (refused) {
          void reportAt(host, '<camera>: a page can have only one')
          host.emit('error', { errMsg: 'insertCamera:fail camera has been inserted' })
        } else void shown.start()
      },
      changed(name) {
        if (name === 'devicePosition' && host.el.isConnected && !refused) void shown.start()
      },
      pageShown(visible) {
        if (visible && !refused) void shown.start()
        else shown.interrupt()
      },
      detached: () => shown.stop(),
      context: () => context,
      inspect: () => ({ ready: shown.ready !== undefined, position: host.get('devicePosition') }),
    }
    contexts.set(instance, context)
    return instance
  },
}

/** `wx.createCameraContext()`: of the only camera of the page, which may be mounted later. */
export function createCameraContext(pageId: string): CameraContext {
  const current = (): CameraContext => {
    const node = mountedBuiltins('camera', pageId)[0]
    const found = node && contexts.get(node.instance)
    return found ?? cameraContext(() => undefined)
  }
  return {
    takePhoto: (options) => current().takePhoto(options),
    startRecord: (options) => current().startRecord(options),
    stopRecord: (options) => current().stopRecord(options),
    setZoom: (options) => current().setZoom(options),
    onCameraFrame: (callback) => current().onCameraFrame(callback),
  }
}

class CameraPicture {
  private readonly canvas = document.createElement('canvas')
  private lease: CameraLease | undefined
  private frame = 0
  private attempt = 0

  constructor(private readonly host: BuiltinHost) {
    host.el.append(this.canvas)
  }

  get ready(): HTMLCanvasElement | undefined {
    return this.lease?.ready ? this.canvas : undefined
  }

  async start(): Promise<void> {
    this.stop()
    const attempt = ++this.attempt
    const { host } = this
    const allowed = await host.env.authorize('scope.camera')
    if (attempt !== this.attempt) return
    if (!allowed) {
      host.emit('error', { errMsg: 'insertCamera:fail auth deny' })
      return
    }
    try {
      const facing = host.get('devicePosition') === 'front' ? 'user' : 'environment'
      const lease = await sharedCamera().borrow(facing, window, () => this.interrupt())
      if (attempt !== this.attempt) return lease.release()
      this.lease = lease
      // A front camera is a mirror while one looks into it.
      this.canvas.style.transform = facing === 'user' ? 'scaleX(-1)' : ''
      this.paint(false)
    } catch (error) {
      host.emit('error', { errMsg: `insertCamera:fail ${error instanceof Error ? error.message : String(error)}` })
    }
  }

  /** Taken away by another page, by the background, or unplugged. */
  interrupt(): void {
    if (this.lease === undefined) return
    this.stop()
    this.host.emit('stop', {})
  }

  stop(): void {
    this.attempt += 1
    cancelAnimationFrame(this.frame)
    this.lease?.release()
    this.lease = undefined
  }

  private paint(announced: boolean): void {
    const { lease, canvas, host } = this
    if (lease === undefined) return
    if (lease.ready) {
      const { width, height } = lease.picture
      const scale = Math.min(1, (SIZES[host.get<string>('resolution')] ?? 960) / Math.max(width, height))
      if (canvas.width !== Math.round(width * scale)) {
        canvas.width = Math.round(width * scale)
        canvas.height = Math.round(height * scale)
      }
      canvas.getContext('2d')?.drawImage(lease.picture, 0, 0, canvas.width, canvas.height)
      if (!announced) host.emit('initdone', { maxZoom: 1 })
    }
    const known = announced || lease.ready
    this.frame = requestAnimationFrame(() => this.paint(known))
  }
}
