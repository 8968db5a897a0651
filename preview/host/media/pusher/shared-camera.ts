/**
 * One camera for all phones of a page. Opened and read once, by the outermost page, it fills one canvas from which every phone
 * draws. When each phone opened and read the camera for itself, and they did so in turns as the two ends of a mic-link do,
 * Chromium left them without pictures for up to 20 s: a reader that ended kept some of the camera's few buffers.
 */
import { readTrack } from '../track-reader'

/** A share in the camera. `release` gives it back; calling it twice is harmless. */
export interface CameraLease {
  /** The camera's present picture. */
  readonly picture: OffscreenCanvas
  /** Whether there has been one. */
  readonly ready: boolean
  release(): void
}

export interface SharedCamera {
  /**
   * @param owner the borrower's window: a phone that is closed gives its share back
   * @param onEnded the camera was unplugged or taken away; its last picture stays
   * @throws DOMException of getUserMedia
   */
  borrow(facing: 'user' | 'environment', owner: Window, onEnded: () => void): Promise<CameraLease>
}

declare global {
  interface Window {
    lianmaiCamera?: SharedCamera
  }
}

/** A restart, a change of mode, the other phone's turn: nothing of that has to open the camera again. */
const LINGER_MS = 5000

type Devices = Pick<MediaDevices, 'getUserMedia'> & Partial<Pick<MediaDevices, 'enumerateDevices'>>

const BACK = /back|rear|environment|后/i

/** Cameras of computers do not say where they look: the second one stands for the back. Unnamed ones are asked by direction. */
async function choose(devices: Devices, facing: string): Promise<MediaTrackConstraints> {
  const all = (await devices.enumerateDevices?.()) ?? []
  const cameras = all.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
  if (cameras.length < 2) return { facingMode: facing }
  const back = cameras.find(({ label }) => BACK.test(label)) ?? cameras[1]!
  const front = cameras.find((camera) => camera !== back)!
  return { deviceId: (facing === 'environment' ? back : front).deviceId }
}

class Camera {
  readonly picture = new OffscreenCanvas(1, 1)
  readonly borrowers = new Set<() => void>()
  ready = false
  private readonly context = this.picture.getContext('2d', { alpha: false })
  private readonly stopReading: () => void

  constructor(track: MediaStreamTrack, onEnded: () => void) {
    this.stopReading = readTrack<VideoFrame>(track, (frame) => this.keep(frame), onEnded)
  }

  close(): void {
    this.stopReading()
  }

  /** Copies, because a frame that is held on to blocks the camera. */
  private keep(frame: VideoFrame): void {
    const { picture } = this
    if (picture.width !== frame.displayWidth) picture.width = frame.displayWidth
    if (picture.height !== frame.displayHeight) picture.height = frame.displayHeight
    this.context?.drawImage(frame, 0, 0)
    frame.close()
    this.ready = this.context !== null
  }
}

/** Opens with what `devices` has; injected for tests. */
export function createSharedCamera(devices: () => Devices): SharedCamera {
  const cameras = new Map<string, Promise<Camera>>()
  const closing = new Map<string, ReturnType<typeof setTimeout>>()

  const open = async (facing: string): Promise<Camera> => {
    const stream = await devices().getUserMedia({
      // Cameras of computers lie on their side; an upright picture is cut out of the middle.
      video: {
        ...(await choose(devices(), facing)),
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
      },
    })
    const camera = new Camera(stream.getVideoTracks()[0]!, () => {
      cameras.delete(facing)
      camera.borrowers.forEach((tell) => tell())
    })
    return camera
  }

  const find = (facing: string): Promise<Camera> => {
    clearTimeout(closing.get(facing))
    const known = cameras.get(facing)
    if (known) return known
    const camera = open(facing)
    cameras.set(facing, camera)
    // Refused: the next borrower asks anew.
    camera.catch(() => cameras.delete(facing))
    return camera
  }

  const closeLater = (facing: string, camera: Camera) => {
    const close = () => {
      camera.close()
      cameras.delete(facing)
    }
    clearTimeout(closing.get(facing))
    closing.set(facing, setTimeout(close, LINGER_MS))
  }

  return {
    async borrow(facing, owner, onEnded) {
      const camera = await find(facing)
      const release = () => {
        owner.removeEventListener('pagehide', release)
        if (camera.borrowers.delete(onEnded) && camera.borrowers.size === 0) closeLater(facing, camera)
      }
      camera.borrowers.add(onEnded)
      owner.addEventListener('pagehide', release)
      return {
        picture: camera.picture,
        get ready() {
          return camera.ready
        },
        release,
      }
    },
  }
}

/** Told apart by its name: it comes from the outermost page's realm, where `instanceof` does not reach. */
class InsecurePage extends Error {
  override readonly name = 'InsecurePage'
}

/** The outermost page makes it; a phone on its own is its own outermost page. */
export function installSharedCamera(): SharedCamera {
  return (window.lianmaiCamera ??= createSharedCamera(() => {
    // Absent on http pages other than localhost, whatever lib.dom says.
    const devices = navigator.mediaDevices as MediaDevices | undefined
    if (!devices) throw new InsecurePage('navigator.mediaDevices needs https or localhost')
    return devices
  }))
}

export function sharedCamera(): SharedCamera {
  try {
    return window.top?.lianmaiCamera ?? installSharedCamera()
  } catch {
    // The preview is embedded in a page of another origin, which may not be asked.
    return installSharedCamera()
  }
}
