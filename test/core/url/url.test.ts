import { LiveError } from '../../../src/errors'
import { url, type UrlOptions, type UrlStream } from '../../../src/provider/url'
import type { JoinRequest } from '../../../src/provider/types'
import { Recorder } from '../contract/recorder'
import { rejection } from '../contract/world'

const DOOR: UrlStream = { id: 'door', name: 'Front door', urls: ['https://cdn/door.flv', 'rtmp://cdn/live/door'] }
const YARD: UrlStream = { id: 'yard', urls: ['https://cdn/yard.flv'], audio: false }
const INIT = { audio: true, video: true, mode: 'HD' } as const

async function wall(options: UrlOptions, request: Partial<JoinRequest> = {}) {
  const provider = url(options)({})
  const seen = new Recorder(provider.events)
  const snapshot = await provider.join({ roomId: 'wall', token: 'none', ...request })
  return { provider, seen, snapshot }
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

it('shows a list in its order, each stream under its name, and plays it from its addresses', async () => {
  const { provider, snapshot } = await wall({ streams: [YARD, DOOR] }, { name: 'Guard' })
  expect(snapshot.me).toMatchObject({ id: 'me', name: 'Guard', role: 'audience' })
  expect(snapshot.rights).toEqual({ publish: false, chat: false, link: false, host: false, moderate: false })
  expect(snapshot.streams).toMatchObject([
    { id: 'yard', userId: 'yard', kind: 'external', audio: false, video: true },
    { id: 'door', userId: 'Front door', kind: 'external', audio: true, video: true },
  ])
  expect(await provider.play('door', { mode: 'live' })).toEqual({ urls: DOOR.urls })
  expect(await provider.play('door', { mode: 'live', fresh: true })).toEqual({ urls: DOOR.urls })
})

it('asks a function every poll, and tells what came, changed and went', async () => {
  const lists: UrlStream[][] = [[DOOR], [DOOR, YARD], [{ ...DOOR, audio: false }, YARD], [YARD]]
  const { provider, seen, snapshot } = await wall({ streams: () => lists.shift() ?? [YARD], poll: 1000 })
  const { startedAt } = snapshot.streams[0]!
  for (let turn = 0; turn < 5; turn++) await jest.advanceTimersByTimeAsync(1000)
  expect(seen.entries.map(({ event, payload }) => [event, payload])).toEqual([
    ['streamAdded', expect.objectContaining({ id: 'yard' })],
    ['streamUpdated', { id: 'door', userId: 'Front door', kind: 'external', audio: false, video: true, startedAt }],
    ['streamRemoved', { streamId: 'door' }],
  ])
  await provider.leave()
})

it('an address that failed is signed anew, for all who ask at once together', async () => {
  let signature = 0
  const streams = async () => [{ id: 'door', urls: [`https://cdn/door.flv?s=${++signature}`] }]
  const { provider } = await wall({ streams })
  const urls = async (fresh: boolean) => (await provider.play('door', { mode: 'live', fresh })).urls[0]
  expect(await urls(false)).toContain('s=1')
  expect(await Promise.all([urls(true), urls(true)])).toEqual(['https://cdn/door.flv?s=2', 'https://cdn/door.flv?s=2'])
  expect(await urls(false)).toContain('s=2')
})

it('when the function fails the wall stays, and that is said until it answers again', async () => {
  let broken = false
  const streams = async () => {
    if (broken) throw new Error('backend down')
    return [DOOR]
  }
  const { provider, seen } = await wall({ streams, poll: 1000 })
  broken = true
  await jest.advanceTimersByTimeAsync(2000)
  const told = seen.of('reconnecting')
  expect(told.map(({ attempt, cause }) => [attempt, cause.reason, String(cause.cause)])).toEqual([
    [1, 'network', 'Error: backend down'],
    [2, 'network', 'Error: backend down'],
  ])
  expect(await rejection(provider.play('door', { mode: 'live', fresh: true }))).toMatchObject({ reason: 'network' })
  expect((await provider.play('door', { mode: 'live' })).urls).toEqual(DOOR.urls)
  broken = false
  provider.wake?.()
  await seen.next('resumed')
  expect(seen.of('streamRemoved')).toEqual([])
  await provider.leave()
})

it('a function that fails at first refuses the join; a list of another shape too, and a poll says so', async () => {
  const failing = url({ streams: () => Promise.reject(new Error('backend down')) })({})
  expect(await rejection(failing.join({ roomId: 'r', token: 'none' }))).toMatchObject({ reason: 'network' })
  const wrong = url({ streams: () => [{ id: 'door', urls: [] }] })({})
  const error = await rejection(wrong.join({ roomId: 'r', token: 'none' }))
  expect([error.reason, error.subject]).toEqual(['invalid-argument', 'streams[0].urls'])
  const lists: UrlStream[][] = [[DOOR], [DOOR, DOOR]]
  const { provider, seen } = await wall({ streams: () => lists.shift() ?? [], poll: 1000 })
  await jest.advanceTimersByTimeAsync(1000)
  expect(seen.of('reconnecting')[0]?.cause.message).toContain('"door" is there twice')
  await provider.leave()
})

it('leaving while the function is being asked ends both', async () => {
  let answer: (list: UrlStream[]) => void = () => undefined
  const provider = url({ streams: () => new Promise<UrlStream[]>((resolve) => (answer = resolve)) })({})
  const joining = rejection(provider.join({ roomId: 'r', token: 'none' }))
  await provider.leave()
  answer([DOOR])
  expect((await joining).reason).toBe('invalid-state')
})

describe('pushing', () => {
  it('by a function: each time another address, one stream', async () => {
    const asked: unknown[] = []
    const push = (stream: object) => `rtmp://cdn/live/me?n=${asked.push(stream)}`
    const { provider, snapshot } = await wall({ push })
    expect([snapshot.me.role, snapshot.rights.publish]).toEqual(['anchor', true])
    expect(await provider.publish(INIT)).toEqual({ streamId: 'me', url: 'rtmp://cdn/live/me?n=1' })
    expect(await provider.publish({ ...INIT, mode: 'RTC' })).toEqual({ streamId: 'me', url: 'rtmp://cdn/live/me?n=2' })
    expect(asked).toEqual([INIT, { ...INIT, mode: 'RTC' }])
  })

  it('not for who watches, not without an address, not to what is none', async () => {
    const push = 'rtmp://cdn/live/me'
    const reason = async (options: UrlOptions, request?: Partial<JoinRequest>) =>
      (await rejection((await wall(options, request)).provider.publish(INIT))).reason
    expect(await reason({ push }, { role: 'audience' })).toBe('forbidden')
    expect(await reason({ streams: [] })).toBe('unsupported')
    expect(await reason({ push: () => 'nowhere' })).toBe('invalid-argument')
  })
})

const wrong: ReadonlyArray<[what: string, options: unknown, subject: string]> = [
  ['nothing', undefined, 'options'],
  ['nothing to do', {}, 'options'],
  ['no list', { streams: 'door' }, 'streams'],
  ['an entry that is none', { streams: [DOOR, null] }, 'streams[1].id'],
  ['no id', { streams: [{ urls: ['rtmp://x'] }] }, 'streams[0].id'],
  ['an id twice', { streams: [DOOR, DOOR] }, 'streams[1].id'],
  ['my own id', { streams: [{ ...DOOR, id: 'me' }] }, 'streams[0].id'],
  ['an empty name', { streams: [{ ...DOOR, name: '' }] }, 'streams[0].name'],
  ['my own name', { streams: [{ ...DOOR, name: 'me' }] }, 'streams[0].name'],
  ['no addresses', { streams: [{ id: 'door' }] }, 'streams[0].urls'],
  ['an address without a scheme', { streams: [{ id: 'door', urls: ['cdn/door.flv'] }] }, 'streams[0].urls'],
  ['one address instead of a list', { streams: [{ id: 'door', urls: 'rtmp://x' }] }, 'streams[0].urls'],
  ['sound that is no flag', { streams: [{ ...DOOR, audio: 'yes' }] }, 'streams[0].audio and .video'],
  ['a push address that is none', { push: '/live' }, 'push'],
  ['a poll of a fixed list', { streams: [DOOR], poll: 5000 }, 'poll'],
  ['a poll all the time', { streams: () => [], poll: 10 }, 'poll'],
]

test.each(wrong)('%s is refused by name', (_what, options, subject) => {
  let thrown: unknown
  try {
    url(options as UrlOptions)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(LiveError)
  expect(thrown).toMatchObject({ reason: 'invalid-argument', subject })
})
