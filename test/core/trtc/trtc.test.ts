/** What is TRTC's own: native codes, addresses, the SDK's reports. The rest is played by the contract suite. */
import TRTC from 'trtc-wx-sdk'
import { LiveError } from '../../../src/errors'
import { messageChannel } from '../../../src/provider/messages/index'
import { trtc, type TrtcClass, type TrtcOptions } from '../../../src/provider/trtc/index'
import { quietConsole } from '../../support/quiet-console'
import { Recorder } from '../contract/recorder'
import { rejection } from '../contract/world'
import { ImGroup } from './im-group'
import { TrtcCloud } from './trtc-cloud'

quietConsole()

let cloud: TrtcCloud
let open: Array<() => Promise<void>>

beforeEach(() => {
  cloud = new TrtcCloud()
  open = []
})
afterEach(async () => {
  for (const close of open) await close()
  expect(cloud.held()).toEqual([])
  cloud.close()
})

async function enter(more: Partial<TrtcOptions> = {}, request: object = {}) {
  const phone = cloud.phone('ann')
  const options = { sdkAppId: 14, TRTC: phone.classOf(TRTC as TrtcClass), userId: 'ann', ...more }
  const provider = trtc(options)({})
  const seen = new Recorder(provider.events)
  provider.events.on('carrier', ({ url }) => phone.carry(url, (event) => provider.native(event)))
  open.push(() => provider.leave())
  const join = provider.join({ roomId: 'class-1', token: cloud.userSig('ann'), role: 'anchor', ...request })
  return { phone, provider, seen, join }
}

const screen = (hasvideo: boolean) => ({
  userid: 'romain',
  streamtype: 'aux',
  hasvideo,
  playurl: 'room://cloud.tencent.com/rtc?userid=romain&streamtype=aux',
})

test('the SDK reports nothing unless it is asked to', async () => {
  const { join } = await enter()
  await join
  expect(cloud.requests).toEqual([])
})

test('without a channel: nobody to talk with, and those who publish', async () => {
  const { phone, provider, seen, join } = await enter({ scene: 'rtc' })
  expect(Object.values((await join) && provider.capabilities).filter((can) => can === true)).toEqual([])
  phone.list(1031, [{ userid: 'romain' }])
  expect(await seen.next('userJoined')).toMatchObject({ id: 'romain', role: 'speaker' })
  phone.list(1033, [screen(true)])
  expect(await seen.next('streamAdded')).toMatchObject({ id: 'romain_aux', kind: 'screen', video: true })
  phone.list(1032, [{ userid: 'romain' }])
  expect(await seen.next('streamRemoved')).toEqual({ streamId: 'romain_aux' })
  expect(await seen.next('userLeft')).toEqual({ userId: 'romain' })
})

test('the small picture, and sound alone, are asked for; an id with "main" in it stays whole', async () => {
  const { phone, provider, seen, join } = await enter({ receive: () => ({ small: true, video: false }) })
  await join
  const playurl = 'room://cloud.tencent.com/rtc?userid=romain&streamtype=main'
  phone.list(1031, [{ userid: 'romain' }])
  phone.list(1033, [{ userid: 'romain', streamtype: 'main', hasvideo: true, playurl }])
  await seen.next('streamAdded')
  expect(await provider.play('romain_main', { mode: 'live' })).toEqual({
    urls: ['room://cloud.tencent.com/rtc?userid=romain&streamtype=small'],
    mode: 'RTC',
    attributes: { 'mute-audio': false, 'mute-video': true },
  })
})

test('who is not in the list of 1020 sends nothing any more', async () => {
  const { phone, seen, join } = await enter()
  await join
  phone.list(1031, [{ userid: 'romain' }])
  phone.list(1033, [screen(true)])
  await seen.next('streamAdded')
  phone.list(1020, [{ userid: 'somebody' }])
  expect(await seen.next('streamRemoved')).toEqual({ streamId: 'romain_aux' })
})

test.each([
  ['reason[1]', 'kicked'],
  ['reason[2]', 'room-closed'],
])('1019 with %s: %s', async (message, reason) => {
  const { phone, seen, join } = await enter()
  await join
  phone.state(1019, message)
  const { cause, ...left } = await seen.next('left')
  expect([left, cause?.reason, cause?.cause]).toEqual([{ reason }, reason, { code: 1019, message }])
  phone.exit()
})

test.each([
  [-3317, '', 'invalid-argument'],
  [-100013, '', 'forbidden'],
  [-100006, '', 'forbidden'],
  [-100018, '', 'token-invalid'],
  [70001, '', 'token-expired'],
  [1022, 'enter room failed, errcode[-100006]', 'forbidden'],
  [1022, 'no idea', 'network'],
  [1021, '', 'network'],
  [1019, 'exit room, reason[2]', 'room-closed'],
])('entering fails with %d "%s": %s, the event as its cause', async (code, message, reason) => {
  const phone = cloud.phone('ann')
  const provider = trtc({ sdkAppId: 14, TRTC: phone.classOf(TRTC as TrtcClass), userId: 'ann' })({})
  provider.events.on('carrier', () =>
    provider.native({ tag: 'live-pusher', type: 'statechange', streamId: '', detail: { code, message } }),
  )
  const error = await rejection(provider.join({ roomId: 'class-1', token: 'any' }))
  expect([error.reason, error.cause]).toEqual([reason, { code, message }])
})

test('a token function is asked for each start of the pusher', async () => {
  const token = jest.fn(async () => cloud.userSig('ann'))
  const { provider, join } = await enter({}, { token })
  await join
  const [one, two] = [
    await provider.publish({ audio: true, video: true, mode: 'HD' }),
    await provider.publish({ audio: true, video: true, mode: 'HD' }),
  ]
  expect([token.mock.calls.length, one.url === two.url, one.streamId === two.streamId]).toEqual([3, false, true])
  expect(one.attributes).toMatchObject({ 'audio-volume-type': 'voicecall', 'min-bitrate': 600 })
})

test('a channel that does not send says so', async () => {
  const group = new ImGroup()
  const { provider, join } = await enter({ channel: messageChannel(group.member('ann')) })
  await join
  group.broken = true
  expect((await rejection(provider.send({ kind: 'chat', text: 'hello' }))).reason).toBe('network')
})

test('a group whose doors open only after the join was given up is left again', async () => {
  const group = new ImGroup()
  const member = group.member('ann')
  let open = () => undefined as void
  const doors = new Promise<void>((resolve) => (open = resolve))
  const left = jest.fn(member.leave)
  let knocked = () => undefined as void
  const knocking = new Promise<void>((resolve) => (knocked = resolve))
  const slow = {
    ...member,
    leave: left,
    join: async (roomId: string) => {
      knocked()
      await doors
      await member.join(roomId)
    },
  }
  const { provider, join } = await enter({ channel: messageChannel(slow) })
  const refused = rejection(join)
  await knocking
  await provider.leave()
  expect([(await refused).reason, left.mock.calls.length]).toEqual(['invalid-state', 0])
  open()
  await doors
  await Promise.resolve()
  await Promise.resolve()
  expect([left.mock.calls.length, group.held()]).toEqual([1, []])
})

test('a token function that fails while coming back is asked again with the next try', async () => {
  const token = jest.fn(async () => cloud.userSig('ann'))
  const { phone, provider, seen, join } = await enter({}, { token })
  await join
  token.mockRejectedValueOnce(new Error('backend down'))
  phone.state(1021)
  await seen.next('reconnecting')
  provider.wake?.()
  const { attempt, cause } = await seen.next('reconnecting')
  expect([attempt, cause.reason]).toEqual([2, 'network'])
  provider.wake?.()
  await seen.next('resumed')
  expect(seen.of('left')).toEqual([])
})

test('a token function that says for good that there is none ends the stay', async () => {
  const token = jest.fn(async () => cloud.userSig('ann'))
  const { phone, provider, seen, join } = await enter({}, { token })
  await join
  token.mockRejectedValueOnce(LiveError.of('token-expired', 'signed out'))
  phone.state(1021)
  provider.wake?.()
  expect(await seen.next('left')).toMatchObject({ reason: 'token-expired', cause: { message: 'signed out' } })
})

test.each([
  [{ sdkAppId: 0 }, 'sdkAppId'],
  [{ TRTC: {} as TrtcClass }, 'TRTC'],
  [{ userId: '' }, 'userId'],
])('options that are none are refused: %p', (wrong, subject) => {
  const good = { sdkAppId: 14, TRTC: TRTC as TrtcClass, userId: 'ann' }
  expect(() => trtc({ ...good, ...wrong })).toThrow(expect.objectContaining({ reason: 'invalid-argument', subject }))
})
