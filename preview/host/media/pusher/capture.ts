/** Opens what a push consists of, asking the phone first and the browser second, and says what it got instead. */
import type { PusherEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import type { Notice } from '../notices'
import type { PusherAttributes } from './attributes'
import { CameraSource, StillSource, TestCardSource, type PictureSource } from './picture-source'
import { sharedCamera } from './shared-camera'
import type { SoundSource } from './sound-source'

export interface CaptureEvents {
  raise(event: PusherEvent, detail?: string): void
  /** Something the person must see, or `undefined` when the camera itself is shown. */
  notice(notice: Notice | undefined): void
}

/** `name` is printed on the test card. Resolves to `undefined` when the phone refused the camera. */
export async function openPicture(
  attributes: PusherAttributes,
  { env, asset }: { env: MediaEnv; asset(source: string): string },
  name: string,
  events: CaptureEvents,
): Promise<PictureSource | undefined> {
  events.notice(undefined)
  if (!attributes.enableCamera) return new StillSource(await loadWaitingImage(asset(attributes.waitingImage), events))
  if (!(await env.authorize('scope.camera'))) {
    events.notice('camera-denied')
    events.raise('cameraDenied')
    return undefined
  }
  const source = await openCamera(attributes, name, events)
  events.raise('cameraOpened', source.kind)
  return source
}

async function openCamera(attributes: PusherAttributes, name: string, events: CaptureEvents): Promise<PictureSource> {
  try {
    const facing = attributes.devicePosition === 'back' ? 'environment' : 'user'
    // A camera that is pulled out freezes on its last picture, which is what a phone does; the code tells the page.
    const ended = () => events.raise('cameraFailed', 'the camera went away')
    return new CameraSource(await sharedCamera().borrow(facing, window, ended))
  } catch (error) {
    const notice = cameraNotice(error)
    events.notice(notice)
    console.info(`live-pusher: test card instead of a camera (${notice}: ${String(error)})`)
    return new TestCardSource(name)
  }
}

/** Microphone, or the test tone without one. Returns false when the phone refused it: nothing is sent as sound then. */
export async function openSound(
  sound: SoundSource,
  attributes: PusherAttributes,
  env: MediaEnv,
  events: CaptureEvents,
): Promise<boolean> {
  if (!(await env.authorize('scope.record'))) {
    events.raise('micDenied')
    return false
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: attributes.enableAns, autoGainControl: attributes.enableAgc },
    })
    sound.useMicrophone(stream.getAudioTracks()[0]!, () => sound.useTestTone())
  } catch (error) {
    console.info(`live-pusher: test tone instead of a microphone (${String(error)})`)
    sound.useTestTone()
  }
  events.raise('micStarted', sound.kind)
  return true
}

function cameraNotice(error: unknown): Notice {
  // By name: it may come from the outermost page's realm, where `instanceof` does not reach.
  const { name = '' } = error as { name?: string }
  if (name === 'InsecurePage') return 'insecure-page'
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'camera-refused'
  return name === 'NotReadableError' ? 'camera-in-use' : 'no-camera'
}

async function loadWaitingImage(url: string, events: CaptureEvents): Promise<ImageBitmap | undefined> {
  if (url === '') return undefined
  try {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`status ${response.status}`)
    return await createImageBitmap(await response.blob())
  } catch (error) {
    events.raise('waitingImageFailed', String(error))
    return undefined
  }
}
