/** As much of ZEGO's cloud as one room needs, at the sockets of real SDKs: login, people, streams, messages, extra info, addresses. */
import { loadSdk, type Sdk, type Wire } from './sdk'
import { Codecs, COMMANDS, textOf, utf8, type Command, type HubName } from './wire'

type Fields = Record<string, unknown>

interface Stream {
  id: string
  owner: Member | undefined
  extra: string
  sid: string
}

/** ZEGO's server codes for a login that it refuses; the SDK turns them into its own. */
export type Refuse = (login: { token: string; userId: string }) => number | undefined

export class Cloud {
  readonly members: Member[] = []
  readonly streams = new Map<string, Stream>()
  readonly phones: Phone<unknown>[] = []
  refuse: Refuse = () => undefined
  userSeq = 0
  streamSeq = 0
  private messageId = 1000
  private readonly notes = new Map<string, { value: string; seq: number; by: Member }>()

  /** A phone with the SDK on it. */
  phone<Engine>(): Phone<Engine> {
    const phone = new Phone<Engine>(this)
    this.phones.push(phone as Phone<unknown>)
    return phone
  }

  enter(member: Member): void {
    const twin = this.members.find(({ userId }) => userId === member.userId)
    if (twin && twin.phone !== member.phone) this.kick(twin, 1)
    else if (twin) this.members.splice(this.members.indexOf(twin), 1)
    this.members.push(member)
    if (!twin) this.people(member, 1)
  }

  leave(member: Member): void {
    const index = this.members.indexOf(member)
    if (index < 0) return
    this.members.splice(index, 1)
    for (const stream of this.streams.values()) if (stream.owner === member) this.remove(stream)
    this.people(member, 2)
  }

  /** @param reason 1: the same person on another phone; 2: by the server; 4: the token is over */
  kick(member: Member, reason: number): void {
    this.push([member], 'PushUserKickout', {
      id_name: utf8(member.userId),
      kickout_reason: reason,
      custom_reason: utf8(''),
    })
    if (reason === 1) this.members.splice(this.members.indexOf(member), 1)
    else this.leave(member)
  }

  add(stream: Stream): void {
    this.streams.set(stream.id, stream)
    this.stream('PushStreamAdd', stream)
  }

  update(stream: Stream, extra: string): void {
    stream.extra = extra
    this.stream('PushStreamUpdate', stream)
  }

  remove(stream: Stream): void {
    if (this.streams.delete(stream.id)) this.stream('PushStreamDelete', stream)
  }

  /** @returns the message's id */
  say(from: Member, content: Uint8Array): number {
    const id = (this.messageId += 1)
    const { user } = from
    const data = { ...user, msg_id: id, msg_category: 1, msg_type: 1, msg_content: content, send_time: Date.now() }
    this.push(this.others(from), 'PushIm', { server_msg_id: id, ret_msg_id: id, msg_list: [data] })
    return id
  }

  barrage(from: Member, content: Uint8Array): string {
    const id = `b${(this.messageId += 1)}`
    const now = Date.now()
    const data = {
      ...from.user,
      msg_id: utf8(id),
      msg_category: 1,
      msg_type: 1,
      msg_content: content,
      msg_timestamp: now,
    }
    for (const member of this.others(from)) {
      const body = member.codecs.encode('liveroom_cs_v3', 'PushBigIm', { msg_list: [data] })
      const message_list = [{ sub_cmd: COMMANDS.PushBigIm, sub_seq: 1, msg_body: body }]
      member.down('MergePushReq', 0, { head: { qos_flag: 0, send_time: now }, message_list })
    }
    return id
  }

  whisper(from: Member, to: readonly string[], content: Uint8Array): void {
    for (const member of this.others(from))
      if (to.includes(member.userId)) member.pushed(COMMANDS.PushSignalCustom, content)
  }

  note(by: Member, key: string, value: string): number {
    const seq = (this.notes.get(key)?.seq ?? 0) + 1
    this.notes.set(key, { value, seq, by })
    const fields = {
      trans_type: utf8(key),
      trans_data: utf8(value),
      trans_seq: seq,
      trans_send_time: Date.now(),
      trans_channel: utf8('clt'),
    }
    this.push(this.members, 'PushTrans', { ...by.user, ...fields })
    return seq
  }

  noted(keys: readonly string[]): Fields[] {
    return keys.flatMap((key) => {
      const note = this.notes.get(key)
      if (!note) return []
      return [
        {
          err_code: 0,
          trans_type: utf8(key),
          trans_data: utf8(note.value),
          trans_seq: note.seq,
          ...note.by.user,
          trans_send_time: 1,
        },
      ]
    })
  }

  get channels(): Fields[] {
    const trans_seq_list = Array.from(this.notes, ([key, { seq }]) => ({ trans_type: utf8(key), trans_seq: seq }))
    return trans_seq_list.length ? [{ trans_channel: utf8('clt'), trans_seq_list }] : []
  }

  infoOf({ id, sid, extra, owner }: Stream): Fields {
    const user = owner?.user ?? { id_name: utf8('camera'), nick_name: utf8('') }
    return {
      stream_id: utf8(id),
      stream_sid: sid,
      ...user,
      extra_info: utf8(extra),
      stream_type: 0,
      create_time: 1,
      stream_ver: 1,
    }
  }

  private others(from: Member): Member[] {
    return this.members.filter((member) => member !== from)
  }

  private people({ user, userId }: Member, action: 1 | 2): void {
    this.userSeq += 1
    const rest = this.members.filter((member) => member.userId !== userId)
    this.push(rest, 'PushUserInfoUpdated', {
      server_user_seq: this.userSeq,
      user_action_list: [{ action, ...user, login_time: 1 }],
    })
  }

  private stream(name: 'PushStreamAdd' | 'PushStreamDelete' | 'PushStreamUpdate', stream: Stream): void {
    this.streamSeq += 1
    const rest = this.members.filter((member) => member !== stream.owner)
    const fields = { stream_seq: this.streamSeq, stream_info_list: [this.infoOf(stream)] }
    for (const member of rest)
      member.pushed(COMMANDS[name], member.codecs.encode('liveroom_cs_v3', 'PushStream', fields))
  }

  private push(to: readonly Member[], name: Command, fields: Fields): void {
    for (const member of to) member.pushed(COMMANDS[name], member.codecs.encode('liveroom_cs_v3', name, fields))
  }
}

/** Somebody logged in. */
export class Member {
  constructor(
    readonly phone: Phone<unknown>,
    readonly userId: string,
    readonly user: { id_name: Uint8Array; nick_name: Uint8Array; role: number },
    readonly codecs: Codecs,
  ) {}

  down(name: Command, seq: number, fields: Fields): void {
    this.phone.down(name, seq, fields)
  }

  pushed(sub_cmd: number, msg_body: Uint8Array): void {
    this.down('PushReq', 0, { head: { sub_cmd, qos_flag: 0, send_time: Date.now() }, msg_body })
  }
}

/** One room is all there is: every packet of it is of this context. */
const CONTEXT = 7

const ok = { rsp_head: { code: 0, message: '' } }

export class Phone<Engine> {
  readonly sdk: Sdk<Engine>
  /** Requests for addresses. */
  asked = 0
  private end: { receive(bytes: Uint8Array): void; close(): void } | undefined
  private member: Member | undefined
  private streamId = 0
  private readonly codecs: Codecs

  constructor(private readonly cloud: Cloud) {
    this.sdk = loadSdk<Engine>({ connect: (end) => this.connect(end) })
    this.codecs = new Codecs(this.sdk.codecs)
  }

  down(name: Command, seq: number, fields: Fields): void {
    const payload = this.codecs.packet(name, { seq, timestamp: Date.now(), context_key: CONTEXT }, fields)
    this.reply('PCDownwardMessage', this.streamId, { payload, ts: Date.now() })
  }

  kick(reason: number): void {
    if (this.member) this.cloud.kick(this.member, reason)
  }

  private connect(end: { receive(bytes: Uint8Array): void; close(): void }): Wire | undefined {
    this.end = end
    return { send: (bytes) => this.end === end && this.up(bytes), close: () => (this.end = undefined) }
  }

  private reply(name: HubName, streamId: number, fields: Fields): void {
    this.end?.receive(this.codecs.hubFrame(name, streamId, fields))
  }

  private up(bytes: Uint8Array): void {
    const frame = this.codecs.readHub(bytes)
    if (!frame) return
    const { name, streamId, fields } = frame
    const { txid } = fields
    if (name === 'HBRequest') return this.reply('HBResponse', streamId, { txid })
    if (name === 'GetConfigRequest') {
      const data = {
        txid,
        logic_hb_interval: 10_000,
        logic_hb_timeout: 60_000,
        client_outer_ip: '192.0.2.1',
        ntp_time: Date.now(),
      }
      return this.reply('GetConfigResponse', streamId, { code: 0, message: '', data })
    }
    if (name === 'GetAppConfigRequest') return this.config(streamId, txid)
    if (name === 'HTTPRequest' || name === 'HTTPRequest2') return this.http(streamId, fields)
    if (name !== 'PCUpwardMessage') return
    if (streamId !== this.streamId) this.reply('PCEstablished', streamId, { elapse: 1, from: 1 })
    this.streamId = streamId
    if (fields.ack) this.reply('PCUpwardMessageAck', streamId, { txid })
    const packet = this.codecs.readPacket(fields.payload as Uint8Array)
    if (packet) this.command(packet.name, packet.seq, packet.fields)
  }

  private config(streamId: number, txid: unknown): void {
    const rtmp = { config_id: 'rtc', protocol: 1, url_template: 'rtmp://media.zego.test/live/%s', resolve_type: 1 }
    const resource_info = [{ resource_type: 1, service_info: [rtmp] }]
    const media_config = { publish_config: { resource_info }, play_config: { resource_info } }
    const speedlog_config = { charge_info_report_cycle: 0 }
    const init = { app_config: { test_id: 0, domain: 'zego.test' }, media_config, speedlog_config }
    const data = this.codecs.encode('proto_initconfig', 'InitConfig', init)
    this.reply('GetAppConfigResponse', streamId, {
      code: 0,
      message: '',
      data: { txid, data, ts: Date.now(), etag: 1 },
    })
  }

  /** Where to push or play. */
  private http(streamId: number, { txid }: Fields): void {
    this.asked += 1
    const body = utf8(JSON.stringify({ code: 0, hosts: ['one.zego.test', 'two.zego.test'] }))
    this.reply('HTTPResponse', streamId, { txid, headers: [], status_code: 200, body })
  }

  private command(name: Command, seq: number, fields: Fields): void {
    if (name === 'LoginRoomReq') return this.login(seq, fields)
    const { member, cloud } = this
    if (!member) return
    const answers: Partial<Record<Command, () => Fields>> = {
      LogoutRoomReq: () => this.logout(member),
      HbReq: () => ({
        ret_timestamp: Date.now(),
        hb_interval: 10_000,
        hb_timeout: 60_000,
        stream_seq: cloud.streamSeq,
        user_seq: cloud.userSeq,
        online_count: cloud.members.length,
      }),
      RenewTokenReq: () => ({ token_remain_time: 3600 }),
      GetUserlistReq: () => ({
        server_user_seq: cloud.userSeq,
        server_user_index: 0,
        ret_user_index: 0,
        user_base_info_list: cloud.members.map(({ user }) => user),
      }),
      GetStreamListReq: () => ({
        stream_list_seq: cloud.streamSeq,
        stream_info_list: Array.from(cloud.streams.values(), (stream) => cloud.infoOf(stream)),
      }),
      AddStreamReq: () => this.added(member, fields),
      UpdateStreamReq: () => this.updated(fields),
      DeleteStreamReq: () => this.removed(fields),
      SendImReq: () => ({ msg_id: cloud.say(member, fields.msg_content as Uint8Array) }),
      SendBigImReq: () => this.barraged(member, fields),
      SignalLiveCustomReq: () => {
        const to = (fields.to_user_list as Fields[]).map(({ id_name }) => textOf(id_name))
        cloud.whisper(member, to, fields.push_message as Uint8Array)
        return {}
      },
      SetTransReq: () => {
        const trans_seq = cloud.note(member, textOf(fields.trans_type), textOf(fields.trans_data))
        return { trans_type: fields.trans_type, trans_channel: fields.trans_channel, trans_seq }
      },
      GetTransReq: () => {
        const keys = (fields.trans_list as Fields[]).map(({ trans_type }) => textOf(trans_type))
        return { trans_channel: fields.trans_channel, trans_list: cloud.noted(keys) }
      },
    }
    const answer = answers[name]
    if (answer) this.down(name.replace(/Req$/, 'Rsp') as Command, seq, { ...ok, ...answer() })
  }

  private login(seq: number, fields: Fields): void {
    const { cloud } = this
    const userId = textOf(fields.id_name)
    const code = cloud.refuse({ token: textOf(fields.third_token), userId })
    if (code) return this.down('LoginRoomRsp', seq, { rsp_head: { code, message: 'refused' } })
    const user = { id_name: fields.id_name as Uint8Array, nick_name: fields.nick_name as Uint8Array, role: 2 }
    const member = (this.member = new Member(this as Phone<unknown>, userId, user, this.codecs))
    cloud.enter(member)
    this.down('LoginRoomRsp', seq, {
      ...ok,
      switch_session_id: 11,
      user_session_id: 12,
      room_session_id: 13,
      user_id: 14,
      ret_timestamp: Date.now(),
      liveroom_hb_interval: 10_000,
      liveroom_hb_timeout: 60_000,
      online_count: cloud.members.length,
      anchor_info: { id_name: utf8(''), user_id: 0, nick_name: utf8('') },
      relogin_token: utf8('again'),
      token_remain_time: 3600,
      trans_channel_list: cloud.channels,
      stream_list_seq: cloud.streamSeq,
      stream_info_list: Array.from(cloud.streams.values(), (stream) => cloud.infoOf(stream)),
    })
  }

  private logout(member: Member): Fields {
    this.member = undefined
    this.cloud.leave(member)
    return {}
  }

  private added(owner: Member, fields: Fields): Fields {
    const id = textOf(fields.stream_id)
    this.cloud.add({ id, owner, extra: textOf(fields.extra_info), sid: `sid-${id}` })
    return { stream_seq: this.cloud.streamSeq, stream_sid: `sid-${id}`, stream_ver: 1 }
  }

  private updated(fields: Fields): Fields {
    const stream = this.cloud.streams.get(textOf(fields.stream_id))
    if (stream) this.cloud.update(stream, textOf(fields.extra_info))
    return { stream_seq: this.cloud.streamSeq, stream_ver: 2 }
  }

  private removed(fields: Fields): Fields {
    const stream = this.cloud.streams.get(textOf(fields.stream_id))
    if (stream) this.cloud.remove(stream)
    return { stream_seq: this.cloud.streamSeq, stream_ver: 3 }
  }

  private barraged(member: Member, fields: Fields): Fields {
    const msg_list = (fields.msg_list as Fields[]).map(({ msg_content, msg_client_id }) => ({
      msg_id: utf8(this.cloud.barrage(member, msg_content as Uint8Array)),
      msg_client_id,
    }))
    return { big_im_time_window: 0, msg_list }
  }
}
