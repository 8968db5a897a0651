/** A phone with the real SDK on it, and the scripted cloud's end of its socket: frames, settings, addresses, login. */
import type { Cloud } from './cloud'
import { answer, loginAnswer } from './commands'
import { Member } from './member'
import { loadSdk, type Sdk, type SocketEnd, type Wire } from './sdk'
import { Codecs, textOf, utf8, type Command, type Fields, type HubName } from './wire'

/** One room is all there is: every packet of it is of this context. */
const CONTEXT = 7

/** How long the SDK goes without a heartbeat's answer, ms. */
const HEARTBEAT = { interval: 10_000, timeout: 60_000 }

export class Phone<Engine> {
  readonly sdk: Sdk<Engine>
  /** Requests for addresses. */
  asked = 0
  /** Tokens that were renewed. */
  readonly renewed: string[] = []
  private end: SocketEnd | undefined
  private member: Member | undefined
  private streamId = 0
  private offline = false
  private readonly codecs: Codecs

  constructor(private readonly cloud: Cloud) {
    this.sdk = loadSdk<Engine>({ connect: (end) => this.connect(end) }, cloud.clock)
    this.codecs = new Codecs(this.sdk.codecs)
  }

  /** The phone has no network any more; its socket notices, and WeChat says so. @returns brings it back */
  cut(): () => void {
    this.offline = true
    this.sdk.network(false)
    this.end?.close()
    return () => {
      this.offline = false
      this.sdk.network(true)
    }
  }

  down(name: Command, seq: number, fields: Fields): void {
    const timestamp = this.cloud.clock.now()
    const payload = this.codecs.packet(name, { seq, timestamp, context_key: CONTEXT }, fields)
    this.reply('PCDownwardMessage', this.streamId, { payload, ts: timestamp })
  }

  kick(reason: number): void {
    if (this.member) this.cloud.kick(this.member, reason)
  }

  private connect(end: SocketEnd): Wire | undefined {
    if (this.offline) return undefined
    this.end = end
    return { send: (bytes) => this.end === end && this.up(bytes), close: () => (this.end = undefined) }
  }

  private reply(name: HubName, streamId: number, fields: Fields): void {
    this.end?.receive(this.codecs.hubFrame(name, streamId, fields))
  }

  private up(bytes: Uint8Array): void {
    const frame = this.codecs.readHub(bytes)
    if (!frame || this.offline) return
    const { name, streamId, fields } = frame
    const { txid } = fields
    if (name === 'HBRequest') return this.reply('HBResponse', streamId, { txid })
    if (name === 'GetConfigRequest') {
      const { interval: logic_hb_interval, timeout: logic_hb_timeout } = HEARTBEAT
      const ntp_time = this.cloud.clock.now()
      const data = { txid, logic_hb_interval, logic_hb_timeout, client_outer_ip: '192.0.2.1', ntp_time }
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
    const data = { txid, data: this.codecs.encode('proto_initconfig', 'InitConfig', init), ts: this.cloud.clock.now() }
    this.reply('GetAppConfigResponse', streamId, { code: 0, message: '', data: { ...data, etag: 1 } })
  }

  /** Where to push or play. */
  private http(streamId: number, { txid }: Fields): void {
    this.asked += 1
    const body = utf8(JSON.stringify({ code: 0, hosts: ['one.zego.test', 'two.zego.test'] }))
    this.reply('HTTPResponse', streamId, { txid, headers: [], status_code: 200, body })
  }

  private command(name: Command, seq: number, fields: Fields): void {
    const { member, cloud } = this
    if (name === 'LoginRoomReq') return this.login(seq, fields)
    if (!member) return
    if (name === 'LogoutRoomReq') this.member = undefined
    if (name === 'RenewTokenReq') this.renewed.push(String(fields.token))
    const fieldsBack = answer(name, cloud, member, fields)
    if (fieldsBack) this.down(name.replace(/Req$/, 'Rsp') as Command, seq, fieldsBack)
  }

  private login(seq: number, fields: Fields): void {
    const { cloud } = this
    const userId = textOf(fields.id_name)
    const code = cloud.refuse({ token: textOf(fields.third_token), userId })
    if (code) return this.down('LoginRoomRsp', seq, { rsp_head: { code, message: 'refused' } })
    const user = { id_name: fields.id_name as Uint8Array, nick_name: fields.nick_name as Uint8Array, role: 2 }
    this.member = new Member(this as Phone<unknown>, userId, user, this.codecs, cloud.clock.now)
    cloud.enter(this.member)
    this.down('LoginRoomRsp', seq, loginAnswer(cloud, HEARTBEAT))
  }
}
