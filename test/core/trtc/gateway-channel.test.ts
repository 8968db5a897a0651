/** TRTC's media with people, words and mic-link on a real gateway: what the contract suite does not ask of every provider. */
import { gatewayChannel } from '../../../src/provider/trtc/index'
import { forgedToken, type GatewayWorld } from '../contract/gateway-world'
import { trtcGatewayWorld, type TrtcWorld } from '../contract/trtc-world'
import { CAST, rejection, type Actor } from '../contract/world'

let world: TrtcWorld
let gateway: GatewayWorld

async function open(brief = false): Promise<void> {
  ;({ world, gateway } = await trtcGatewayWorld({ brief }))
}

afterEach(async () => {
  await world.close()
})

/** Somebody with the provider, their phone and all they are told. */
async function come(person: (typeof CAST)[keyof typeof CAST]) {
  const { provider, seen, snapshot, ...actor } = (await world.enter(person)) as Required<Actor>
  return { provider, seen, snapshot, actor: { provider, ...actor }, phone: world.phoneOf(provider) }
}

const isStream = (event: string): boolean => event.startsWith('stream')

test("media is TRTC's, roles and rights are the gateway's", async () => {
  await open()
  const ann = await come(CAST.ann)
  const bob = await come(CAST.bob)
  expect(bob.snapshot.users.map(({ id, role }) => [id, role])).toEqual([
    ['ann', 'anchor'],
    ['bob', 'audience'],
  ])
  expect(ann.snapshot.rights).toEqual({ publish: true, chat: true, link: false, host: true, moderate: true })
  const target = await ann.actor.does.publish({ audio: true, video: true, mode: 'HD' })
  expect([target.streamId, target.mode, target.url.slice(0, 7)]).toEqual(['ann_main', 'RTC', 'room://'])
  await world.push(ann.actor, target)
  await bob.seen.next('streamAdded', ({ id }) => id === 'ann_main')
  const { urls } = await bob.provider.play('ann_main', { mode: 'live' })
  expect(urls).toEqual([expect.stringMatching(/^room:\/\/cloud\.tencent\.com\/rtc\?userid=ann/)])
})

test('what the gateway refuses ends the join, and the phone is out of the TRTC room again', async () => {
  await open()
  const access = { ...gateway.access(CAST.ann), token: forgedToken() }
  const { provider, request } = world.fresh(CAST.ann, gatewayChannel(access))
  expect((await rejection(provider.join(request))).reason).toBe('token-invalid')
  expect(world.held()).toEqual([])
})

test("the gateway's token for another user id is refused, saying so", async () => {
  await open()
  const { provider, request } = world.fresh(CAST.ann, gatewayChannel(gateway.access(CAST.bob)))
  const { reason, subject, message } = await rejection(provider.join(request))
  expect([reason, subject]).toEqual(['token-invalid', 'channel'])
  expect(message).toContain('"bob"')
  expect(message).toContain('"ann"')
  expect(world.held()).toEqual([])
})

test('a token function of the gateway is asked by the gateway, that of the userSig by TRTC', async () => {
  await open()
  const access = gateway.access(CAST.ann)
  const [token, userSig] = [jest.fn(async () => access.token as string), jest.fn(async () => 'ann1')]
  const { provider, request } = world.fresh(CAST.ann, gatewayChannel({ ...access, token }))
  await provider.join({ ...request, token: userSig })
  expect([token.mock.calls.length, userSig.mock.calls.length]).toEqual([1, 1])
  await provider.publish({ audio: true, video: true, mode: 'HD' })
  expect([token.mock.calls.length, userSig.mock.calls.length]).toEqual([1, 2])
})

test('with both lost, it is resumed once both are back', async () => {
  await open()
  const { provider, seen, actor, phone } = await come(CAST.ann)
  await seen.next('carrier')
  const mend = await gateway.can.cut(actor)
  await seen.next('reconnecting')
  phone.state(1021)
  await seen.next('reconnecting')
  await seen.next('carrier', ({ url }) => url === '')
  // TRTC first: it does not wait for the gateway.
  provider.wake?.()
  await seen.next('carrier', ({ url }) => url !== '')
  await seen.next('reconnecting')
  expect(seen.of('resumed')).toEqual([])
  await mend()
  provider.wake?.()
  await seen.next('resumed')
  expect(phone.room).toBe('class-1')
  expect(seen.of('resumed')).toHaveLength(1)
})

test('a gateway that is back before TRTC leaves the room reconnecting', async () => {
  await open(true)
  const ann = await come(CAST.ann)
  const bob = await come(CAST.bob)
  const mend = await gateway.can.lose(ann.actor)
  await ann.seen.next('reconnecting')
  for (const text of ['one', 'two', 'three', 'four']) await bob.provider.send({ kind: 'chat', text })
  // TRTC does not answer.
  ann.phone.start = () => undefined
  ann.phone.state(1021)
  await ann.seen.next('reconnecting', ({ cause }) => cause.message.includes('1021'))
  await mend()
  ann.provider.wake?.()
  await ann.seen.next('snapshot')
  await ann.seen.next('reconnecting', ({ cause }) => cause.message.includes('1021'))
  expect(ann.seen.of('resumed')).toEqual([])
})

test('somebody whom TRTC knows first is a stranger until the gateway says who it is', async () => {
  await open()
  const { seen, phone } = await come(CAST.ann)
  phone.list(1031, [{ userid: 'bob' }])
  expect(await seen.next('userJoined')).toMatchObject({ id: 'bob', name: 'bob', role: 'anchor' })
  await come(CAST.bob)
  expect(await seen.next('userUpdated')).toMatchObject({ id: 'bob', name: 'Bob', role: 'audience' })
  expect(seen.of('userJoined')).toHaveLength(1)
})

test('whom the gateway puts out is out of the TRTC room too', async () => {
  await open()
  const ann = await come(CAST.ann)
  const bob = await come(CAST.bob)
  await ann.provider.moderate?.kick('bob')
  const { reason, cause } = await bob.seen.next('left')
  expect([reason, cause?.reason, bob.phone.room]).toEqual(['kicked', 'kicked', ''])
})

test('whom TRTC puts out is out of the gateway too', async () => {
  await open()
  const ann = await come(CAST.ann)
  const bob = await come(CAST.bob)
  bob.phone.state(1019, 'reason[1]')
  expect(await bob.seen.next('left')).toMatchObject({ reason: 'kicked' })
  expect(await ann.seen.next('userLeft')).toEqual({ userId: 'bob' })
  expect(ann.seen.entries.filter(({ event }) => isStream(event))).toEqual([])
  bob.phone.exit()
})
