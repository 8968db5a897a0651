/** What the scripted cloud answers to each command of a room. */
import type { Cloud } from './cloud'
import { infoOf, type Member } from './member'
import { textOf, utf8, type Command, type Fields } from './wire'

type Answer = (cloud: Cloud, member: Member, fields: Fields) => Fields

const ok = { rsp_head: { code: 0, message: '' } }

const streamOf = (cloud: Cloud, { stream_id }: Fields) => cloud.streams.get(textOf(stream_id))

const ANSWERS: Partial<Record<Command, Answer>> = {
  LogoutRoomReq(cloud, member) {
    cloud.leave(member)
    return {}
  },
  HbReq: (cloud) => ({
    ret_timestamp: cloud.clock.now(),
    hb_interval: 10_000,
    hb_timeout: 60_000,
    stream_seq: cloud.streamSeq,
    user_seq: cloud.userSeq,
    online_count: cloud.members.length,
  }),
  RenewTokenReq: ({ tokenSeconds }) => ({ token_remain_time: tokenSeconds }),
  GetUserlistReq: (cloud) => ({
    server_user_seq: cloud.userSeq,
    server_user_index: 0,
    ret_user_index: 0,
    user_base_info_list: cloud.members.map(({ user }) => user),
  }),
  GetStreamListReq: (cloud) => streamsOf(cloud),
  AddStreamReq(cloud, owner, fields) {
    const id = textOf(fields.stream_id)
    const sid = `sid-${id}`
    cloud.add({ id, owner, extra: textOf(fields.extra_info), sid })
    return { stream_seq: cloud.streamSeq, stream_sid: sid, stream_ver: 1 }
  },
  UpdateStreamReq(cloud, _, fields) {
    const stream = streamOf(cloud, fields)
    if (stream) cloud.update(stream, textOf(fields.extra_info))
    return { stream_seq: cloud.streamSeq, stream_ver: 2 }
  },
  DeleteStreamReq(cloud, _, fields) {
    const stream = streamOf(cloud, fields)
    if (stream) cloud.remove(stream)
    return { stream_seq: cloud.streamSeq, stream_ver: 3 }
  },
  SendImReq: (cloud, member, fields) => ({ msg_id: cloud.say(member, fields.msg_content as Uint8Array) }),
  SendBigImReq(cloud, member, fields) {
    const msg_list = (fields.msg_list as Fields[]).map(({ msg_content, msg_client_id }) => ({
      msg_id: utf8(cloud.barrage(member, msg_content as Uint8Array)),
      msg_client_id,
    }))
    return { big_im_time_window: 0, msg_list }
  },
  SignalLiveCustomReq(cloud, member, fields) {
    const to = (fields.to_user_list as Fields[]).map(({ id_name }) => textOf(id_name))
    cloud.whisper(member, to, fields.push_message as Uint8Array)
    return {}
  },
  SetTransReq(cloud, member, fields) {
    const trans_seq = cloud.note(member, textOf(fields.trans_type), textOf(fields.trans_data))
    return { trans_type: fields.trans_type, trans_channel: fields.trans_channel, trans_seq }
  },
  GetTransReq(cloud, _, fields) {
    const keys = (fields.trans_list as Fields[]).map(({ trans_type }) => textOf(trans_type))
    return { trans_channel: fields.trans_channel, trans_list: cloud.noted(keys) }
  },
}

const streamsOf = (cloud: Cloud): Fields => ({
  stream_list_seq: cloud.streamSeq,
  stream_info_list: Array.from(cloud.streams.values(), infoOf),
})

/** @returns undefined where this cloud has none */
export function answer(name: Command, cloud: Cloud, member: Member, fields: Fields): Fields | undefined {
  const make = ANSWERS[name]
  return make && { ...ok, ...make(cloud, member, fields) }
}

/** To a login that is taken. */
export const loginAnswer = (cloud: Cloud, { interval, timeout }: { interval: number; timeout: number }): Fields => ({
  ...ok,
  switch_session_id: 11,
  user_session_id: 12,
  room_session_id: 13,
  user_id: 14,
  ret_timestamp: cloud.clock.now(),
  liveroom_hb_interval: interval,
  liveroom_hb_timeout: timeout,
  online_count: cloud.members.length,
  anchor_info: { id_name: utf8(''), user_id: 0, nick_name: utf8('') },
  relogin_token: utf8('again'),
  token_remain_time: cloud.tokenSeconds,
  trans_channel_list: cloud.channels,
  ...streamsOf(cloud),
})
