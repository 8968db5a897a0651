import { FlvDemuxer, FlvError } from '@lianmai/flv'
import type { Broadcast } from './broadcast'
import type { RelayContext } from './context'

/**
 * Feeds FLV bytes of a publisher into its stream.
 * @returns A function that takes the bytes as they come; false when they are no FLV, and the connection has to go.
 */
export function flvFeed(broadcast: Broadcast, context: RelayContext): (bytes: Uint8Array) => boolean {
  const demuxer = new FlvDemuxer({ maxTagSize: context.options.maxFrameBytes })
  return (bytes) => {
    broadcast.heard()
    try {
      for (const tag of demuxer.push(bytes)) broadcast.push(tag)
      return true
    } catch (error) {
      if (error instanceof FlvError) context.counters.malformed++
      else context.options.onError(error, 'FLV publisher')
      return false
    }
  }
}
