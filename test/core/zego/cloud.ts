/** As much of ZEGO's cloud as one room needs, at the sockets of real SDKs: people, streams, messages and extra info. */
import { RoomClock } from './clock'
import { infoOf, type Member, type Stream } from './member'
import { Phone } from './phone'
import { COMMANDS, utf8, type Command, type Fields } from './wire'

/** ZEGO's server codes for a login that it refuses; the SDK turns them into its own. */
export type Refuse = (login: { token: string; userId: string }) => number | undefined

/** SDK 3.6.0: a custom command that is answered by nobody throws in its timer, and its promise never settles. */
const KNOWN_DEFECT = /properties of undefined \(reading 'err_code'\)/

export class Cloud {
  readonly clock = new RoomClock()
  readonly members: Member[] = []
  readonly streams = new Map<string, Stream>()
  readonly phones: Phone<unknown>[] = []
  /** How long tokens are good for, s. */
  tokenSeconds = 3600
  refuse: Refuse = () => undefined
  userSeq = 0
  streamSeq = 0
  private messageId = 1000
  private readonly notes = new Map<string, { value: string; seq: number; by: Member }>()

  /** A phone with the SDK on it. */
  phone<Engine extends { destroyEngine(): void }>(): Phone<Engine> {
    const phone = new Phone<Engine>(this)
    this.phones.push(phone as Phone<unknown>)
    return phone
  }

  /** Ends engines and time. @throws what a timer has thrown */
  close(): void {
    for (const { sdk } of this.phones) (sdk.engine as { destroyEngine(): void }).destroyEngine()
    this.clock.stop()
    const [unknown] = this.clock.thrown.filter((thrown) => !KNOWN_DEFECT.test(String(thrown)))
    if (unknown) throw unknown
  }

  enter(member: Member): void {
    const twin = this.members.find(({ userId }) => userId === member.userId)
    if (twin && twin.phone !== member.phone) this.kick(twin, 1)
    else if (twin) {
      // Back again: what was theirs still is.
      this.members.splice(this.members.indexOf(twin), 1)
      for (const stream of this.streams.values()) if (stream.owner === twin) stream.owner = member
    }
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
    member.tell('PushUserKickout', {
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
    const data = { ...from.user, ...textFields(content), msg_id: id, send_time: this.clock.now() }
    for (const member of this.others(from))
      member.tell('PushIm', { server_msg_id: id, ret_msg_id: id, msg_list: [data] })
    return id
  }

  barrage(from: Member, content: Uint8Array): string {
    const id = `b${(this.messageId += 1)}`
    const now = this.clock.now()
    const data = { ...from.user, ...textFields(content), msg_id: utf8(id), msg_timestamp: now }
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
      trans_send_time: this.clock.now(),
      trans_channel: utf8('clt'),
    }
    for (const member of this.members) member.tell('PushTrans', { ...by.user, ...fields })
    return seq
  }

  noted(keys: readonly string[]): Fields[] {
    return keys.flatMap((key) => {
      const note = this.notes.get(key)
      if (!note) return []
      const { value, seq, by } = note
      const fields = { trans_type: utf8(key), trans_data: utf8(value), trans_seq: seq, trans_send_time: 1 }
      return [{ err_code: 0, ...fields, ...by.user }]
    })
  }

  get channels(): Fields[] {
    const trans_seq_list = Array.from(this.notes, ([key, { seq }]) => ({ trans_type: utf8(key), trans_seq: seq }))
    return trans_seq_list.length ? [{ trans_channel: utf8('clt'), trans_seq_list }] : []
  }

  private others(from: Member): Member[] {
    return this.members.filter((member) => member !== from)
  }

  private people({ user, userId }: Member, action: 1 | 2): void {
    this.userSeq += 1
    const user_action_list = [{ action, ...user, login_time: 1 }]
    for (const member of this.members)
      if (member.userId !== userId)
        member.tell('PushUserInfoUpdated', { server_user_seq: this.userSeq, user_action_list })
  }

  private stream(name: Extract<Command, `PushStream${string}`>, stream: Stream): void {
    this.streamSeq += 1
    const fields = { stream_seq: this.streamSeq, stream_info_list: [infoOf(stream)] }
    for (const member of this.members) if (member !== stream.owner) member.tell(name, fields, 'PushStream')
  }
}

const textFields = (content: Uint8Array) => ({ msg_category: 1, msg_type: 1, msg_content: content })
