/**
 * FLV, AMF0 and RTMP as pure functions and classes over bytes: no sockets, no timers, no dependencies.
 * Runs in browsers, in Node and in mini-programs.
 * @packageDocumentation
 */
export { FlvError, RtmpError } from './errors'
export type { FlvErrorCode, RtmpErrorCode } from './errors'
export type { Bytes } from './bytes'
export { decodeAmf0 } from './amf0'
export type { Amf0Limits, Amf0Object, Amf0Value } from './amf0'
export { encodeAmf0 } from './amf0-encode'
export { FlvDemuxer, writeFlvHeader, writeFlvTag } from './tag'
export type { FlvDemuxerOptions, FlvHeader, FlvTag, TagType } from './tag'
export { parseVideoTag, writeAvcTag } from './video'
export type { AvcTagInit, VideoCodec, VideoTag } from './video'
export { parseAvcConfig, writeAvcConfig } from './avc'
export type { AvcConfig } from './avc'
export { parseSps } from './sps'
export { parseAacConfig, parseAudioTag, writeAacConfig, writeAacTag } from './audio'
export type { AacConfig, AudioCodec, AudioTag } from './audio'
export { parseMetadata, writeMetadata } from './metadata'
export type { StreamMetadata } from './metadata'
