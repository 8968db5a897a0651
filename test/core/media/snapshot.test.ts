import { netStatusOf } from '../../../src/media/netstatus'
import { playerStory } from './harness'

const good = { videoFPS: 15, videoBitrate: 600, audioBitrate: 48, netJitter: 10, netQualityLevel: 1 }

async function changes(act: (story: ReturnType<typeof playerStory>) => void): Promise<number> {
  const story = playerStory()
  await story.live()
  let count = 0
  story.player.events.on('change', () => (count += 1))
  act(story)
  return count
}

describe('change', () => {
  it.each<[string, number, (story: ReturnType<typeof playerStory>) => void]>([
    ['netstatus: figures and grade in one', 1, ({ net }) => net(good)],
    ['the same netstatus again: nothing', 1, ({ net }) => [net(good), net({ ...good })]],
    ['other figures', 2, ({ net }) => [net(good), net({ ...good, videoFPS: 14 })]],
    [
      'volume by steps of ten',
      2,
      ({ player }) => [41, 42, 44, 47, 52].forEach((volume) => player.native('audiovolumenotify', { volume })),
    ],
    ['mute', 1, ({ player }) => [player.mute(true), player.mute(true)]],
    ['codes that mean nothing here', 0, ({ code }) => [2004, 2009, 2105, 2008].forEach(code)],
  ])('%s', async (_, count, act) => {
    expect(await changes(act)).toBe(count)
  })

  it('gives a fresh object and leaves the old one as it was', async () => {
    const { live, player, net } = playerStory()
    await live()
    const before = player.snapshot
    const frozen = JSON.stringify(before)
    net(good)
    player.mute(true)
    expect(player.snapshot).not.toBe(before)
    expect(player.snapshot.attributes.muted).toBe(true)
    expect(JSON.stringify(before)).toBe(frozen)
  })
})

describe('the log of native codes', () => {
  it('has what came, with its time, and only the last thirty', async () => {
    const { live, player } = playerStory()
    await live()
    const before = player.codes.length
    let changes = 0
    player.events.on('change', () => (changes += 1))
    player.native('statechange', { code: 2105 })
    player.native('error', { errCode: 10005, errMsg: 'odd' })
    player.native('netstatus', { info: { code: 1 } })
    for (const detail of [null, {}, { code: 'x' }]) player.native('statechange', detail)
    expect(player.codes.slice(before)).toEqual([
      { code: 2105, at: expect.any(Number) },
      { code: 10005, at: expect.any(Number) },
    ])
    expect(changes).toBe(0)
    for (let code = 1; code <= 40; code++) player.native('statechange', { code: 90_000 + code })
    expect([player.codes.length, player.codes[0]!.code, player.codes[29]!.code]).toEqual([30, 90_011, 90_040])
  })
})

describe('what is only known while media flows', () => {
  it('grade and volume go with the picture; the last figures stay until the end', async () => {
    const { live, player, net, code } = playerStory()
    await live()
    net(good)
    player.native('audiovolumenotify', { volume: 77 })
    expect(player.snapshot).toMatchObject({ grade: 5, volume: 80, stats: good })
    code(-2301)
    expect(player.snapshot).toMatchObject({ grade: 0, volume: 0, stats: good })
    player.native('audiovolumenotify', { volume: 77 })
    expect(player.snapshot.volume).toBe(0)
    player.unmount()
    net(good)
    expect(player.snapshot.stats).toEqual({})
  })

  it('a new start is graded anew, by its first report', async () => {
    const { live, player, net, code, clock } = playerStory()
    await live()
    net({ ...good, videoFPS: 1 })
    code(-2301)
    await clock.advance(1050)
    code(2004)
    net(good)
    expect(player.snapshot.grade).toBe(5)
  })

  it('mute outlives another address', async () => {
    const { live, player, clock } = playerStory()
    await live()
    player.mute(true)
    player.setPreset('RTC')
    await clock.advance(50)
    expect(player.snapshot.attributes).toMatchObject({ src: 'rtmp://a/2', muted: true })
  })
})

it.each<[string, unknown, object]>([
  ['numbers', { info: { videoFPS: 15, netSpeed: 0 } }, { videoFPS: 15, netSpeed: 0 }],
  ['strings and NaN are no numbers', { info: { videoFPS: '15', netJitter: NaN } }, {}],
  ['undocumented fields', { info: { videoFPS: 15, cpu: 12 } }, { videoFPS: 15 }],
  ['no info', {}, {}],
  ['no detail', undefined, {}],
])('netstatus: %s', (_, detail, expected) => {
  expect(netStatusOf(Object(detail).info)).toEqual(expected)
})

it.each([undefined, null, {}, { volume: 'loud' }, { volume: 400 }, { volume: -3 }, 7])(
  'survives the volume detail %j',
  async (detail) => {
    const { live, player } = playerStory()
    await live()
    player.native('audiovolumenotify', detail)
    player.native('statechange', detail)
    player.native('netstatus', detail)
    expect(player.snapshot.volume).toBe((detail as { volume?: unknown })?.volume === 400 ? 100 : 0)
    expect(player.snapshot.state.phase).toBe('live')
  },
)
