/**
 * Every public call of a room with wrong types, in the wrong state and in the wrong order. The calls are read off the
 * objects: one that is added without a row here fails.
 */
import { createRoom, LiveError } from '../../../src/index'
import type { RoomProvider } from '../../../src/provider/types'
import type { Room } from '../../../src/room/types'
import { FakeProvider, snapshotOf } from '../../support/fake-provider'
import { stream } from '../../support/fake-room'

const REQUEST = { roomId: 'r1', token: 't' }
const NOT_TEXT = [undefined, null, '', '  ', 7, {}, []]
const NOT_WHOLE = [null, -1, 1.5, NaN, '1', {}]
const NOT_FLAG = [undefined, null, 'yes', 0]
const NOT_OBJECT = [null, 7, 'x']
const NOT_LINK_OPTIONS = [...NOT_OBJECT, { media: 'smell' }, { seat: -1 }, { expiresIn: 0 }, { expiresIn: 'soon' }]
const NOT_DEVICE = [undefined, null, 7, {}, { play: 1 }]
const GIFT = { id: 'rose', name: 'Rose', count: 1 }

interface Row {
  /** Arguments that are right. */
  good?: unknown[]
  /** One list of wrong values for each place; the other places stay right. */
  bad?: unknown[][]
  /** Needs a room: outside it says `join a room first`. */
  inside?: boolean
}

const inside = (good: unknown[] = [], ...bad: unknown[][]): Row => ({ good, bad, inside: true })
const anywhere = (good: unknown[] = [], ...bad: unknown[][]): Row => ({ good, bad })
const onChange = anywhere([() => undefined], [undefined, null, 'listener', {}])
const NATIVE = anywhere(['statechange', {}], [undefined, 7, 'click'])

const ROWS: Record<string, Row> = {
  'room.session.onChange': onChange,
  'room.users.onChange': onChange,
  'room.users.get': anywhere(['ann'], NOT_TEXT),
  'room.streams.onChange': onChange,
  'room.streams.get': anywhere(['s-ann'], NOT_TEXT),
  'room.messages.onChange': onChange,
  'room.messages.chat': inside(['hi'], NOT_TEXT),
  'room.messages.barrage': inside(['hi'], NOT_TEXT),
  'room.messages.gift': inside(
    [GIFT],
    [
      ...NOT_OBJECT,
      undefined,
      ...['id', 'name', 'count'].map((key) => ({ ...GIFT, [key]: null })),
      { ...GIFT, count: 0 },
    ],
  ),
  'room.messages.like': inside([1], [null, 0, -1, 1.5, NaN, '1']),
  'room.messages.command': inside(['pin', 1, ['ann']], NOT_TEXT, [], ['ann', {}, [''], [7], ['ann', null]]),
  'room.messages.retry': inside([undefined], [null, '', 7, {}, 'nothing failed']),
  'room.messages.discard': anywhere(['m1'], [...NOT_TEXT, 'nothing failed']),
  'room.link.onChange': onChange,
  'room.link.request': inside([], NOT_LINK_OPTIONS),
  'room.link.cancel': inside(['req'], [null, '', 7]),
  'room.link.accept': inside(['req'], [null, '', 7]),
  'room.link.refuse': inside(['req', 'no'], [null, '', 7], [null, 7]),
  'room.link.invite': inside(['ann', {}], NOT_TEXT, NOT_LINK_OPTIONS),
  'room.link.end': inside(['ann'], [null, '', 7]),
  'room.link.lockSeat': inside([0, true], [undefined, ...NOT_WHOLE], NOT_FLAG),
  'room.link.moveTo': inside([0, 'ann'], [undefined, ...NOT_WHOLE], [null, '', 7]),
  'room.join': anywhere(
    [REQUEST],
    [
      ...NOT_OBJECT,
      undefined,
      ...NOT_TEXT.map((roomId) => ({ ...REQUEST, roomId })),
      ...NOT_TEXT.map((token) => ({ ...REQUEST, token })),
      { ...REQUEST, role: 'king' },
      { ...REQUEST, name: 7 },
      { ...REQUEST, avatar: {} },
    ],
  ),
  'room.leave': anywhere(),
  'room.kick': inside(['ann'], NOT_TEXT),
  'room.ban': inside(['ann', { seconds: 60 }], NOT_TEXT, [
    ...NOT_OBJECT,
    ...[0, -1, 1.5, '60', null, Infinity].map((seconds) => ({ seconds })),
  ]),
  'room.unban': inside(['ann'], NOT_TEXT),
  'room.close': inside(),
  'room.muteChat': inside(['ann', true], NOT_TEXT, NOT_FLAG),
  'room.silence': inside(['ann', true], NOT_TEXT, NOT_FLAG),
  'room.silenceAll': inside([true], NOT_FLAG),
  'room.setRole': inside(['ann', 'speaker'], NOT_TEXT, [undefined, null, '', 'king', 7]),
  'room.transferHost': inside(['ann'], NOT_TEXT),
  'room.renewToken': inside(['t2'], [...NOT_TEXT, () => 't2']),
  'room.player': anywhere(['s-ann'], NOT_TEXT),
  'room.wake': anywhere(),
  'room.sleep': anywhere(),
  'room.interrupted': anywhere([true], NOT_FLAG),
  'room.events.on': anywhere(['left', () => undefined], [], [undefined, null, {}]),
  'room.events.emit': anywhere(),
  'room.events.clear': anywhere(),
  'room.pusher.mount': anywhere([], NOT_DEVICE),
  'room.pusher.unmount': anywhere(),
  'room.pusher.native': NATIVE,
  'room.pusher.publish': inside(),
  'room.pusher.unpublish': anywhere(),
  'room.pusher.retry': anywhere(),
  'room.pusher.setCamera': anywhere([true], NOT_FLAG),
  'room.pusher.setMic': anywhere([true], NOT_FLAG),
  'room.pusher.switchCamera': anywhere(),
  'room.pusher.setQuality': anywhere(['HD'], [undefined, null, 'RTC', '4K', 7]),
  'player.mount': anywhere([], NOT_DEVICE),
  'player.unmount': anywhere(),
  'player.native': NATIVE,
  'player.retry': anywhere(),
  'player.mute': anywhere([true], NOT_FLAG),
}

/** What the room itself tells its tags, and no public type has. */
const INTERNAL = /\.(sleep|wake|interrupted|networkChanged|online|setMode|setPreset|silence|retarget|dispose)$/

async function setup(join = true) {
  const provider = new FakeProvider()
  provider.snapshot = snapshotOf({
    streams: [stream('ann')],
    rights: { publish: true, chat: true, link: true, host: true, moderate: true },
  })
  const room = createRoom({ provider })
  if (join) await room.join(REQUEST)
  provider.calls.length = 0
  return { room, provider }
}

const placesOf = (room: Room): Record<string, object> => ({
  room,
  'room.session': room.session,
  'room.users': room.users,
  'room.streams': room.streams,
  'room.messages': room.messages,
  'room.link': room.link,
  'room.pusher': room.pusher,
  'room.events': room.events,
  player: room.player('s-ann'),
})

/** All functions of an object, its class's among them. */
function methodsOf(object: object): string[] {
  const own = Object.getOwnPropertyNames(object)
  const proto = Object.getPrototypeOf(object) as object
  const inherited = proto === Object.prototype ? [] : Object.getOwnPropertyNames(proto)
  const isMethod = (name: string) =>
    name !== 'constructor' && typeof (object as Record<string, unknown>)[name] === 'function'
  return [...own, ...inherited].filter(isMethod)
}

/** Throwing and rejecting count alike. */
async function invoke(room: Room, path: string, args: unknown[]): Promise<unknown> {
  const dot = path.lastIndexOf('.')
  const place = placesOf(room)[path.slice(0, dot)] as Record<string, (...args: unknown[]) => unknown>
  const name = path.slice(dot + 1)
  return place[name]?.(...args)
}

it('every public call has its row', async () => {
  const { room } = await setup()
  const found = Object.entries(placesOf(room)).flatMap(([place, object]) =>
    methodsOf(object)
      .map((name) => `${place}.${name}`)
      .filter((path) => !INTERNAL.test(path) || path in ROWS),
  )
  expect(found.sort()).toEqual(Object.keys(ROWS).sort())
})

const cases = Object.entries(ROWS).flatMap(([path, { good = [], bad = [] }]) =>
  bad.flatMap((values, place) =>
    values.map((value): [string, number, unknown, unknown[]] => {
      const args = Object.assign([...good], { [place]: value })
      return [path, place, value, args]
    }),
  ),
)

it.each(cases)('%s, argument %i: %p is refused by name, and nothing is sent', async (path, _place, _value, args) => {
  const { room, provider } = await setup(path !== 'room.join')
  const error: unknown = await invoke(room, path, args).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(LiveError)
  const { reason, message } = error as LiveError
  expect(reason).toBe('invalid-argument')
  expect(message).toMatch(/has to be .{4}|no failed message has this key/)
  expect(message).toContain(path.includes('.events.') ? 'on("left")' : path.replace(/^room\.(?=pusher)/, ''))
  expect(provider.calls).toEqual([])
})

const outside = Object.entries(ROWS).filter(([, row]) => row.inside)

it.each(outside)('%s outside a room says: join first', async (path, { good = [] }) => {
  const { room, provider } = await setup(false)
  await expect(invoke(room, path, good)).rejects.toMatchObject({
    reason: 'invalid-state',
    message: `${path}: join a room first`,
  })
  expect(provider.calls).toEqual([])
})

it.each(outside)('%s after the room was left says: join first', async (path, { good = [] }) => {
  const { room } = await setup()
  await room.leave()
  await expect(invoke(room, path, good)).rejects.toMatchObject({ reason: 'invalid-state' })
})

it('a second join says where one is, and how to get out', async () => {
  const { room } = await setup()
  await expect(room.join({ ...REQUEST, roomId: 'r2' })).rejects.toMatchObject({
    reason: 'invalid-state',
    message: 'room.join: already joined "r1"; leave() first',
  })
})

it('a provider whose call fails with anything else still fails with a LiveError that names the call', async () => {
  const { room, provider } = await setup()
  const cause = new TypeError('vendor bug')
  provider.answers['moderate.kick'] = () => {
    throw cause
  }
  await expect(room.kick('ann')).rejects.toMatchObject({
    reason: 'network',
    message: expect.stringMatching(/^room\.kick: /),
    cause,
  })
})

it.each([
  ['kick', ['ann'], 'moderate'],
  ['ban', ['ann'], 'moderate'],
  ['unban', ['ann'], 'moderate'],
  ['close', [], 'moderate'],
  ['muteChat', ['ann', true], 'moderate'],
  ['silence', ['ann', true], 'moderate'],
  ['silenceAll', [true], 'moderate'],
  ['setRole', ['ann', 'speaker'], 'moderate'],
  ['transferHost', ['ann'], 'moderate'],
  ['renewToken', ['t2'], 'renewToken'],
] as const)('room.%s with a provider that cannot is unsupported', async (call, args, missing) => {
  const provider = Object.assign(new FakeProvider(), { [missing]: undefined }) as unknown as RoomProvider
  const room = createRoom({ provider })
  await room.join(REQUEST)
  await expect(invoke(room, `room.${call}`, [...args])).rejects.toMatchObject({
    reason: 'unsupported',
    message: expect.stringMatching(`^room.${call}: provider "fake"`),
  })
})

it.each(['chat', 'barrage', 'gift', 'like', 'command'] as const)(
  'room.messages.%s with a provider that cannot is unsupported',
  async (kind) => {
    const { room, provider } = await setup()
    provider.capabilities[kind] = false
    const row = ROWS[`room.messages.${kind}`]
    await expect(invoke(room, `room.messages.${kind}`, row?.good ?? [])).rejects.toMatchObject({
      reason: 'unsupported',
      message: expect.stringContaining(`has no ${kind}`),
    })
  },
)

it.each([
  ['kick', ['ann'], 'moderate'],
  ['ban', ['ann'], 'ban'],
  ['unban', ['ann'], 'ban'],
  ['close', [], 'close'],
  ['silence', ['ann', true], 'silence'],
  ['silenceAll', [true], 'silence'],
  ['setRole', ['ann', 'speaker'], 'roles'],
  ['transferHost', ['ann'], 'roles'],
] as const)('room.%s with a provider that moderates, but not that, is unsupported', async (call, args, ability) => {
  const { room, provider } = await setup()
  provider.capabilities[ability] = false
  await expect(invoke(room, `room.${call}`, [...args])).rejects.toMatchObject({ reason: 'unsupported' })
  expect(provider.calls).toEqual([])
})
