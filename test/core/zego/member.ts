/** Somebody logged in, as the scripted cloud knows them. */
import type { Phone } from './phone'
import { COMMANDS, utf8, type Codecs, type Command, type Fields } from './wire'

/** A stream of the room; without an owner it is nobody's here (OBS, a camera). */
export interface Stream {
  id: string
  owner: Member | undefined
  extra: string
  sid: string
}

export class Member {
  constructor(
    readonly phone: Phone<unknown>,
    readonly userId: string,
    readonly user: { id_name: Uint8Array; nick_name: Uint8Array; role: number },
    readonly codecs: Codecs,
    private readonly now: () => number,
  ) {}

  down(name: Command, seq: number, fields: Fields): void {
    this.phone.down(name, seq, fields)
  }

  pushed(sub_cmd: number, msg_body: Uint8Array): void {
    this.down('PushReq', 0, { head: { sub_cmd, qos_flag: 0, send_time: this.now() }, msg_body })
  }

  tell(name: Command, fields: Fields, as: string = name): void {
    this.pushed(COMMANDS[name], this.codecs.encode('liveroom_cs_v3', as, fields))
  }
}

/** A stream as it travels. */
export const infoOf = ({ id, sid, extra, owner }: Stream): Fields => ({
  stream_id: utf8(id),
  stream_sid: sid,
  ...(owner?.user ?? { id_name: utf8('camera'), nick_name: utf8('') }),
  extra_info: utf8(extra),
  stream_type: 0,
  create_time: 1,
  stream_ver: 1,
})
