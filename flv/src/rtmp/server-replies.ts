import type { Amf0Value } from '../amf0'
import { encodeAmf0 } from '../amf0-encode'
import type { Bytes } from '../bytes'
import { concat } from '../bytes'
import { type RtmpLink, peerBandwidth } from './link'
import type { RtmpCommand, RtmpMessage } from './message'
import { MESSAGE, USER_CONTROL, command, control, onStatus, userControl } from './message'

/** What a server answers, in the order and with the codes that encoders and players of the field expect. */

export function connected(
  link: RtmpLink,
  options: { chunkSize: number; windowAckSize: number },
  transaction: number,
): Bytes {
  const window = control(MESSAGE.windowAckSize, options.windowAckSize)
  const properties = { fmsVer: 'FMS/3,0,1,123', capabilities: 31 }
  const info = {
    level: 'status',
    code: 'NetConnection.Connect.Success',
    description: 'Connection succeeded.',
    objectEncoding: 0,
  }
  return concat([
    link.write(window, peerBandwidth(options.windowAckSize)),
    link.setChunkSize(options.chunkSize),
    link.write(command(0, '_result', transaction, properties, info)),
  ])
}

export function publishing(link: RtmpLink, streamId: number, name: string, fcPublish: boolean): Bytes {
  const messages = [
    userControl(USER_CONTROL.streamBegin, streamId),
    onStatus(streamId, 'status', 'NetStream.Publish.Start', `${name} is now published`),
  ]
  if (fcPublish) messages.unshift(fcStatus('onFCPublish', 'NetStream.Publish.Start'))
  return link.write(...messages)
}

export function playing(link: RtmpLink, streamId: number, name: string): Bytes {
  const data = (...values: Amf0Value[]): RtmpMessage => ({
    type: MESSAGE.dataAmf0,
    streamId,
    timestamp: 0,
    payload: encodeAmf0(values),
  })
  return link.write(
    userControl(USER_CONTROL.streamBegin, streamId),
    onStatus(streamId, 'status', 'NetStream.Play.Reset', `Playing and resetting ${name}`),
    onStatus(streamId, 'status', 'NetStream.Play.Start', `Started playing ${name}`),
    data('|RtmpSampleAccess', true, true),
    data('onStatus', { code: 'NetStream.Data.Start' }),
  )
}

/** ffmpeg ends at UnpublishNotify; others look for the control message. */
export function ended(link: RtmpLink, streamId: number): Bytes {
  return link.write(
    userControl(USER_CONTROL.streamEof, streamId),
    onStatus(streamId, 'status', 'NetStream.Play.UnpublishNotify', 'the stream is no longer published'),
    onStatus(streamId, 'status', 'NetStream.Play.Stop', 'stopped'),
  )
}

export function stopped(kind: 'publish' | 'play', streamId: number): RtmpMessage {
  return kind === 'publish'
    ? onStatus(streamId, 'status', 'NetStream.Unpublish.Success', 'stopped publishing')
    : onStatus(streamId, 'status', 'NetStream.Play.Stop', 'stopped playing')
}

export function paused(on: boolean, streamId: number): RtmpMessage {
  return on
    ? onStatus(streamId, 'status', 'NetStream.Pause.Notify', 'paused')
    : onStatus(streamId, 'status', 'NetStream.Unpause.Notify', 'playing again')
}

export function fcStatus(name: 'onFCPublish' | 'onFCUnpublish', code: string): RtmpMessage {
  return command(0, name, 0, null, { level: 'status', code, description: '' })
}

/** Calls that announce something we need not know; ffmpeg and OBS send some of them before every stream. */
const TOLERATED = new Set(['releaseStream', 'FCPublish', 'FCSubscribe', '_checkbw', 'checkBandwidth'])
/** Calls without a meaning for live streams, and answers to calls of ours, of which there are none. */
const IGNORED = new Set(['receiveAudio', 'receiveVideo', 'setBufferLength', '_result', '_error', 'onStatus'])

/** The answer to a call that changes nothing here, if it wants one. */
export function toOther(call: RtmpCommand, streamId: number): RtmpMessage | undefined {
  if (call.name === 'seek')
    return onStatus(streamId, 'error', 'NetStream.Seek.Failed', 'a live stream cannot be seeked')
  if (call.transaction === 0 || IGNORED.has(call.name)) return undefined
  if (call.name === 'getStreamLength') return command(0, '_result', call.transaction, null, 0)
  if (TOLERATED.has(call.name)) return command(0, '_result', call.transaction, null, undefined)
  const description = `there is no method ${call.name.slice(0, 40)}`
  return command(0, '_error', call.transaction, null, {
    level: 'error',
    code: 'NetConnection.Call.Failed',
    description,
  })
}
