/** What ZEGO can do beside the provider contract: mixing, and relays to a CDN. Needs an engine with these modules. */
import { LiveError } from '../../errors'
import type { ZegoEngine, ZegoResponse } from './engine'
import { zegoError } from './errors'

/** One stream of a mix and where it goes, in pixels of the output. */
export interface ZegoMixInput {
  streamID: string
  contentType?: 'VIDEO' | 'AUDIO' | 'VIDEO_ONLY'
  layout?: { top: number; left: number; bottom: number; right: number }
}

/** A mix; further fields of ZegoMixStreamConfig pass through. */
export interface ZegoMix {
  /** Up to 256 signs, unique in the app. */
  taskID: string
  inputList: ZegoMixInput[]
  /** Stream ids or rtmp URLs. */
  outputList: Array<{ target: string }>
  /** Bitrate in kbps, size in pixels. */
  outputConfig: { outputBitrate: number; outputFPS: number; outputWidth: number; outputHeight: number }
}

/** The part of the engine that this needs; the package's own class fits. */
export interface ZegoExtraEngine {
  startMixerTask(mix: ZegoMix): Promise<ZegoResponse>
  stopMixerTask(taskID: string): Promise<ZegoResponse>
  addPublishCdnUrl(streamID: string, targetURL: string): Promise<ZegoResponse>
  removePublishCdnUrl(streamID: string, targetURL: string): Promise<ZegoResponse>
}

/** See {@link zegoExtras}; every call rejects with a LiveError whose cause is ZEGO's answer. */
export interface ZegoExtras {
  /** Starts a mix, or changes the running one of that `taskID`. */
  mix(mix: ZegoMix): Promise<void>
  /** Ends a mix that this phone began. */
  stopMix(taskId: string): Promise<void>
  /** Sends one of my streams on to an rtmp address of a CDN. */
  relay(streamId: string, url: string): Promise<void>
  /** Ends that. */
  stopRelay(streamId: string, url: string): Promise<void>
}

/**
 * Mixing and CDN relays of the engine that the provider runs on; good while the room is joined.
 * @example await zegoExtras(engine).relay(room.publisher.snapshot.streamId, 'rtmp://cdn.example.com/live/1')
 */
export function zegoExtras(engine: ZegoEngine & ZegoExtraEngine): ZegoExtras {
  const done = async (call: string, answer: Promise<ZegoResponse>): Promise<void> => {
    const response = await answer.catch((thrown: unknown) => {
      throw zegoError(call, thrown ?? 'refused', 'unsupported')
    })
    if (response.errorCode) throw zegoError(call, response, 'network')
  }
  return {
    mix: (mix) => done('mix', engine.startMixerTask(mix)),
    stopMix: (taskId) => done('stopMix', engine.stopMixerTask(taskId)),
    relay: async (streamId, url) => {
      if (!/^rtmps?:\/\//.test(url)) {
        throw LiveError.of('invalid-argument', 'zego.relay: url has to be an rtmp address', { subject: 'url' })
      }
      await done('relay', engine.addPublishCdnUrl(streamId, url))
    },
    stopRelay: (streamId, url) => done('stopRelay', engine.removePublishCdnUrl(streamId, url)),
  }
}
