import { FlvDemuxer, FlvError } from '@lianmai/flv'
import type { RelayContext } from './context'
import type { Ingest } from './ingest'

/**
 * Feeds FLV bytes of a publisher into its stream.
 * @returns A function that takes the bytes as they come; false when they are no FLV, and the connection has to go.
 */
export function flvFeed(ingest: Ingest, context: RelayContext): (bytes: Uint8Array) => boolean {
  const demuxer = new FlvDemuxer({ maxTagSize: context.options.maxFrameBytes })
  return (bytes) => {
    ingest.heard()
    try {
      for (const tag of demuxer.push(bytes)) ingest.push(tag)
      return true
    } catch (error) {
      if (error instanceof FlvError) context.counters.malformed++
      else context.options.onError(error, 'FLV publisher')
      return false
    }
  }
}
