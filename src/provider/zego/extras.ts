/** What ZEGO can do beside the provider contract: mixing, and relays to a CDN. Needs an engine with these modules. */
import { demand } from '../../errors'
import type { ZegoEngine, ZegoResponse } from './engine'
import { ask, zegoError } from './errors'

/** One stream of a mix and where it goes. */
export interface ZegoMixInput {
  /** The stream. */
  streamID: string
  /** Which part of it; default `VIDEO`, which is both. */
  contentType?: 'VIDEO' | 'AUDIO' | 'VIDEO_ONLY'
  /** Where it goes, in pixels of the output. */
  layout?: { top: number; left: number; bottom: number; right: number }
}

/** A mix; further fields of ZegoMixStreamConfig pass through. */
export interface ZegoMix {
  /** Up to 256 signs, unique in the app. */
  taskID: string
  /** What is mixed. */
  inputList: ZegoMixInput[]
  /** Stream ids or rtmp URLs. */
  outputList: Array<{ target: string }>
  /** Bitrate in kbps, size in pixels. */
  outputConfig: { outputBitrate: number; outputFPS: number; outputWidth: number; outputHeight: number }
}

/** The part of the engine that this needs; the package's own class fits. */
export interface ZegoExtraEngine {
  /** Starts or changes a mix. */
  startMixerTask(mix: ZegoMix): Promise<ZegoResponse>
  /** Ends it. */
  stopMixerTask(taskID: string): Promise<ZegoResponse>
  /** Starts a relay. */
  addPublishCdnUrl(streamID: string, targetURL: string): Promise<ZegoResponse>
  /** Ends it. */
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
  const done = async (call: string, run: () => Promise<ZegoResponse>): Promise<void> => {
    const response = await ask(call, run, 'unsupported')
    if (response.errorCode) throw zegoError(call, response, 'network')
  }
  return {
    mix: (mix) => done('mix', () => engine.startMixerTask(mix)),
    stopMix: (taskId) => done('stopMix', () => engine.stopMixerTask(taskId)),
    async relay(streamId, url) {
      demand(/^rtmps?:\/\//.test(url), 'zego.relay', 'url', 'an rtmp address')
      await done('relay', () => engine.addPublishCdnUrl(streamId, url))
    },
    stopRelay: (streamId, url) => done('stopRelay', () => engine.removePublishCdnUrl(streamId, url)),
  }
}
