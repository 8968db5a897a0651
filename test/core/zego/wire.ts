/** The layers of one ZEGO connection: access hub frames, and in its stream room commands. */
import type { Sdk } from './sdk'

/** Of one message. */
export type Fields = Record<string, unknown>

/** Message types of the access hub (the SDK's MessageType). */
const HUB = {
  HTTPRequest: 4,
  HTTPResponse: 5,
  HBRequest: 12,
  HBResponse: 13,
  GetConfigRequest: 14,
  GetConfigResponse: 15,
  PCUpwardMessage: 17,
  PCUpwardMessageAck: 18,
  PCEstablished: 19,
  PCDownwardMessage: 21,
  GetAppConfigRequest: 23,
  GetAppConfigResponse: 24,
  HTTPRequest2: 33,
} as const

export type HubName = keyof typeof HUB

/** Commands between SDK and room (the SDK's own numbers); an answer has its request's number and one. */
export const COMMANDS = {
  LoginRoomReq: 1001,
  LoginRoomRsp: 1002,
  LogoutRoomReq: 1003,
  LogoutRoomRsp: 1004,
  PushReq: 1101,
  PushRsp: 1102,
  MergePushReq: 1103,
  MergePushRsp: 1104,
  PushUserInfoUpdated: 10001,
  PushUserKickout: 10002,
  PushSignalCustom: 11005,
  PushStreamAdd: 12001,
  PushStreamDelete: 12002,
  PushStreamUpdate: 12003,
  PushIm: 13001,
  PushBigIm: 14001,
  PushTrans: 15001,
  HbReq: 301005,
  HbRsp: 301006,
  RenewTokenReq: 301007,
  RenewTokenRsp: 301008,
  SetTransReq: 301011,
  SetTransRsp: 301012,
  GetTransReq: 301013,
  GetTransRsp: 301014,
  AddStreamReq: 302001,
  AddStreamRsp: 302002,
  DeleteStreamReq: 302003,
  DeleteStreamRsp: 302004,
  UpdateStreamReq: 302005,
  UpdateStreamRsp: 302006,
  GetStreamListReq: 302007,
  GetStreamListRsp: 302008,
  SendImReq: 303001,
  SendImRsp: 303002,
  SendBigImReq: 303005,
  SendBigImRsp: 303006,
  SignalLiveCustomReq: 303017,
  SignalLiveCustomRsp: 303018,
  GetUserlistReq: 304001,
  GetUserlistRsp: 304002,
} as const

export type Command = keyof typeof COMMANDS

const hubNames = new Map(Object.entries(HUB).map(([name, type]) => [type as number, name as HubName]))
const commandNames = new Map(Object.entries(COMMANDS).map(([name, type]) => [type as number, name as Command]))

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
export const textOf = (bytes: unknown): string => new TextDecoder().decode(bytes as Uint8Array)

/** Switch commands live in their own table. */
const tableOf = (name: string) => (/^(Log|Push(Req|Rsp)|MergePush)/.test(name) ? 'proto_switch_v3' : 'liveroom_cs_v3')

const u32 = (value: number) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]

export class Codecs {
  constructor(private readonly tables: Sdk<unknown>['codecs']) {}

  encode(table: string, name: string, fields: Fields): Uint8Array {
    const codec = this.tables[table]?.[name]
    if (!codec) throw new Error(`the SDK knows no ${table}.${name}`)
    return codec.encode(new codec(fields)).finish()
  }

  decode(table: string, name: string, bytes: Uint8Array): Fields {
    const codec = this.tables[table]?.[name]
    if (!codec) throw new Error(`the SDK knows no ${table}.${name}`)
    return codec.decode(bytes)
  }

  hubFrame(name: HubName, streamId: number, fields: Fields): Uint8Array {
    const body = this.encode('proto_accesshub', name, fields)
    const type = HUB[name]
    return Uint8Array.from([175, 0, type >> 8, type & 255, ...u32(body.length), ...u32(streamId), 0, ...body])
  }

  readHub(bytes: Uint8Array): { name: HubName; streamId: number; fields: Fields } | undefined {
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const name = hubNames.get(view.getUint16(2))
    if (!name) return undefined
    return { name, streamId: view.getUint32(8), fields: this.decode('proto_accesshub', name, bytes.slice(13)) }
  }

  packet(name: Command, head: Fields, fields: Fields): Uint8Array {
    const header = this.encode('proto_switch_v3', 'Header', { cmd: COMMANDS[name], ...head })
    const body = this.encode(tableOf(name), name, fields)
    return Uint8Array.from([49, header.length >> 8, header.length & 255, ...u32(body.length), ...header, ...body])
  }

  readPacket(bytes: Uint8Array): { name: Command; seq: number; fields: Fields } | undefined {
    const size = ((bytes[1] ?? 0) << 8) + (bytes[2] ?? 0)
    const { cmd, seq } = this.decode('proto_switch_v3', 'Header', bytes.slice(7, 7 + size))
    const name = commandNames.get(cmd as number)
    if (!name) return undefined
    return { name, seq: seq as number, fields: this.decode(tableOf(name), name, bytes.slice(7 + size)) }
  }
}
