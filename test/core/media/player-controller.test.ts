import fc from 'fast-check'
import { playerStory, settled } from './harness'

describe('starting', () => {
  it('asks, lets the attributes reach the tag, plays, and is live with the first picture', async () => {
    const { player, device, clock, log, phases, code } = playerStory()
    player.mount(device)
    await settled()
    expect(player.snapshot.attributes).toMatchObject({ src: 'rtmp://a/1', mode: 'live', minCache: 1, maxCache: 3 })
    expect(log).toEqual(['ask live'])
    await clock.advance(50)
    expect(log).toEqual(['ask live', 'play rtmp://a/1'])
    code(2001)
    code(2032)
    expect(player.snapshot.state.phase).toBe('starting')
    code(2003)
    expect(phases).toEqual(['idle', 'starting', 'live'])
    expect(clock.pending).toBe(0)
  })

  it('takes a frame rate where a client reports neither 2003 nor 2004', async () => {
    const { player, device, clock, net } = playerStory()
    player.mount(device)
    net({ videoFPS: 15 })
    await clock.advance(50)
    net({ videoFPS: 0, audioBitrate: 48 })
    expect(player.snapshot.state.phase).toBe('starting')
    net({ videoFPS: 15 })
    expect(player.snapshot.state.phase).toBe('live')
  })

  it.each([
    ['sound, when only sound is sent', { audio: true, video: false }, 2026],
    ['the connection, when nothing is sent', { audio: false, video: false }, 2002],
  ])('is live with %s', async (_, media, code) => {
    const story = playerStory({ media })
    story.player.mount(story.device)
    await story.clock.advance(50)
    expect(story.player.snapshot.state.phase).toBe('starting')
    story.code(code)
    expect(story.player.snapshot.state.phase).toBe('live')
  })

  it('takes sound for enough when the picture does not come in time', async () => {
    const { player, device, clock, phases, code } = playerStory()
    player.mount(device)
    await clock.advance(50)
    code(2026)
    await clock.advance(20_000)
    expect(player.snapshot.state.phase).toBe('live')
    expect(phases).toEqual(['idle', 'starting', 'live'])
  })

  it('retries when neither picture nor sound comes in time', async () => {
    const { player, device, clock, phases } = playerStory()
    player.mount(device)
    await clock.advance(20_050)
    expect(phases).toEqual(['idle', 'starting', 'retrying 1'])
  })

  it('reads the mode when the tag mounts', async () => {
    const { player, device, log, room } = playerStory()
    room.mode = 'RTC'
    player.mount(device)
    await settled()
    expect(log).toEqual(['ask RTC'])
    expect(player.snapshot.attributes).toMatchObject({ mode: 'RTC', minCache: 0.2, maxCache: 0.8 })
  })
})

describe('trouble', () => {
  it('leaves 3001-3005 to the platform', async () => {
    const { live, log, phases, code, clock } = playerStory()
    await live()
    code(3005)
    code(2103)
    await clock.advance(60_000)
    code(2004)
    expect(phases).toEqual(['idle', 'starting', 'live', 'buffering', 'live'])
    expect(log).toEqual(['ask live', 'play rtmp://a/1'])
  })

  it('does not call a start that takes its time buffering', async () => {
    const { player, device, clock, phases, code } = playerStory()
    player.mount(device)
    await clock.advance(50)
    code(2007)
    code(3002)
    code(2004)
    expect(phases).toEqual(['idle', 'starting', 'live'])
  })

  it('after -2301 waits, asks for a fresh address, stops and plays it', async () => {
    const { live, log, phases, code, clock } = playerStory()
    await live()
    code(-2301)
    code(-2301)
    await clock.advance(999)
    expect(log).toEqual(['ask live', 'play rtmp://a/1'])
    await clock.advance(1)
    await clock.advance(50)
    expect(log.slice(2)).toEqual(['ask live fresh', 'stop', 'play rtmp://a/2'])
    expect(phases).toEqual(['idle', 'starting', 'live', 'retrying 1'])
    code(2004)
    code(-2301)
    expect(phases.slice(4)).toEqual(['live', 'retrying 1'])
  })

  it('gives up after eight retries; a manual retry has all of them ahead again', async () => {
    const { live, player, log, phases, errors, code, clock } = playerStory()
    await live()
    for (let attempt = 0; attempt < 9; attempt += 1) {
      code(-2301)
      await clock.advance(15_050)
    }
    const retries = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => `retrying ${attempt}`)
    expect(phases.slice(3)).toEqual([...retries, 'failed play-failed -2301'])
    expect(errors).toEqual(['play-failed'])
    expect(clock.pending).toBe(0)
    player.retry()
    await clock.advance(50)
    code(2003)
    expect(log.slice(-2)).toEqual(['ask live fresh', 'play rtmp://a/10'])
    expect(phases.slice(-2)).toEqual(['starting', 'live'])
  })

  it('a manual retry does not wait for the next turn', async () => {
    const { live, player, log, code, clock } = playerStory()
    await live()
    code(-2301)
    player.retry()
    await clock.advance(50)
    expect(log.slice(2)).toEqual(['ask live fresh', 'stop', 'play rtmp://a/2'])
  })

  it('tries a recoverable refusal again, not before the provider said', async () => {
    const { player, device, log, answers, clock, phases } = playerStory()
    answers.refuse('rate-limited', 7000)
    player.mount(device)
    await clock.advance(6999)
    expect(log).toEqual(['ask live'])
    await clock.advance(51)
    expect(log).toEqual(['ask live', 'ask live fresh', 'play rtmp://a/2'])
    expect(phases).toEqual(['idle', 'starting', 'retrying 1'])
  })

  it('takes any other refusal for final', async () => {
    const { player, device, answers, clock, phases, errors } = playerStory()
    answers.refuse('forbidden')
    player.mount(device)
    await clock.advance(60_000)
    expect(phases).toEqual(['idle', 'starting', 'failed forbidden'])
    expect(errors).toEqual(['forbidden'])
  })

  it('reports a tag that refuses to play or to stop, and goes on', async () => {
    const { live, player, failing, errors, phases, log, clock, code } = playerStory()
    failing.add('play rtmp://a/1').add('stop')
    await live()
    await settled()
    expect(errors).toEqual(['device-failed'])
    expect(phases).toEqual(['idle', 'starting', 'retrying 1'])
    await clock.advance(1050)
    code(2004)
    expect(errors).toEqual(['device-failed', 'device-failed'])
    expect(log).toEqual(['ask live', 'play rtmp://a/1', 'ask live fresh', 'stop', 'play rtmp://a/2'])
    expect(player.snapshot.state.phase).toBe('live')
  })

  it('does not wait for ever for a stop that never answers', async () => {
    const { live, player, device, log, clock, code } = playerStory()
    await live()
    device.stop = () => new Promise(() => undefined)
    code(-2301)
    await clock.advance(1000)
    expect(log).toEqual(['ask live', 'play rtmp://a/1', 'ask live fresh'])
    await clock.advance(1050)
    expect(log.slice(3)).toEqual(['play rtmp://a/2'])
    expect(player.snapshot.attributes.src).toBe('rtmp://a/2')
  })

  it('knows a missing permission by its text; other error events change nothing', async () => {
    const { live, player, errors, phases, clock } = playerStory()
    await live()
    player.native('error', { errMsg: 'something else' })
    expect(player.snapshot.state.phase).toBe('live')
    player.native('error', { errMsg: 'insertLivePlayer:fail jsapi has no permission' })
    player.native('error', { errMsg: 'insertLivePlayer:fail jsapi has no permission' })
    expect(phases.slice(-1)).toEqual(['failed no-live-permission'])
    expect(errors).toEqual(['device-failed', 'no-live-permission'])
    player.wake()
    await clock.advance(60_000)
    expect(phases.slice(-1)).toEqual(['failed no-live-permission'])
  })

  it('passes unknown codes and every native event on, untouched', async () => {
    const { live, player, natives, code } = playerStory()
    await live()
    const { snapshot } = player
    code(10014)
    expect(player.snapshot).toBe(snapshot)
    expect(natives).toEqual([
      { tag: 'live-player', streamId: 's1', type: 'statechange', detail: { code: 2004 } },
      { tag: 'live-player', streamId: 's1', type: 'statechange', detail: { code: 10014 } },
    ])
  })
})

describe('absences', () => {
  it('is suspended in the background without any device call, and plays again after', async () => {
    const { live, player, log, phases, code, clock } = playerStory()
    await live()
    player.sleep()
    code(6000)
    code(-2301)
    await clock.advance(100_000)
    expect(log).toEqual(['ask live', 'play rtmp://a/1'])
    expect(clock.pending).toBe(0)
    player.wake()
    await clock.advance(50)
    code(2004)
    expect(log.slice(2)).toEqual(['ask live', 'stop', 'play rtmp://a/2'])
    expect(phases.slice(3)).toEqual(['suspended', 'starting', 'live'])
  })

  it('does not start in the background', async () => {
    const { player, device, log, clock } = playerStory()
    player.sleep()
    player.mount(device)
    await clock.advance(1000)
    expect(log).toEqual([])
    player.wake()
    await clock.advance(50)
    expect(log).toEqual(['ask live', 'play rtmp://a/1'])
  })

  it('plays again when an interruption ends, or its end was lost and the app came back', async () => {
    const { live, player, log, phases, code, clock } = playerStory()
    await live()
    player.interrupted(true)
    await clock.advance(60_000)
    player.interrupted(false)
    await clock.advance(50)
    code(2004)
    player.interrupted(true)
    player.wake()
    await clock.advance(50)
    code(2004)
    expect(log.filter((line) => line.startsWith('play'))).toHaveLength(3)
    expect(phases.slice(3)).toEqual(['interrupted', 'starting', 'live', 'interrupted', 'starting', 'live'])
  })

  it('a manual retry ends an interruption whose end was never told', async () => {
    const { live, player, phases, clock, code } = playerStory()
    await live()
    player.interrupted(true)
    player.retry()
    await clock.advance(50)
    code(2004)
    expect(phases.slice(3)).toEqual(['interrupted', 'starting', 'live'])
  })

  it('on another network hurries what waits or has given up, and leaves what plays alone', async () => {
    const { live, player, log, code, clock, answers } = playerStory()
    await live()
    player.networkChanged()
    await clock.advance(100)
    expect(log).toHaveLength(2)
    code(-2301)
    player.networkChanged()
    await clock.advance(50)
    expect(log.slice(2)).toEqual(['ask live fresh', 'stop', 'play rtmp://a/2'])
    answers.refuse('forbidden')
    code(-2301)
    await clock.advance(1000)
    player.networkChanged()
    await clock.advance(60_000)
    expect(player.snapshot.state.phase).toBe('failed')
  })
})

describe('modes', () => {
  it('goes to RTC and back, each time with another address, stop and play; the picture stays until then', async () => {
    const { live, player, log, phases, room, answers, code, clock } = playerStory()
    await live()
    room.mode = 'RTC'
    const held = answers.hold()
    player.setMode('RTC')
    await clock.advance(300)
    expect(player.snapshot.state.phase).toBe('live')
    expect(player.snapshot.attributes.src).toBe('rtmp://a/1')
    held[0]?.resolve({ url: 'rtmp://rtc', mode: 'RTC' })
    await clock.advance(50)
    code(2004)
    expect(player.snapshot.attributes).toMatchObject({ mode: 'RTC', minCache: 0.2, maxCache: 0.8 })
    player.setMode('RTC')
    player.setMode('live')
    await settled()
    held[1]?.resolve({ url: 'rtmp://cdn', mode: 'live' })
    await clock.advance(50)
    code(2004)
    expect(log.slice(2)).toEqual(['ask RTC', 'stop', 'play rtmp://rtc', 'ask live', 'stop', 'play rtmp://cdn'])
    expect(phases).toEqual(['idle', 'starting', 'live', 'starting', 'live', 'starting', 'live'])
  })

  it('ignores the answer of an ask that another one has replaced', async () => {
    const { player, device, log, answers, clock } = playerStory()
    const held = answers.hold()
    player.mount(device)
    player.setMode('RTC')
    await settled()
    held[1]?.resolve({ url: 'rtmp://second', mode: 'RTC' })
    await clock.advance(50)
    held[0]?.resolve({ url: 'rtmp://first', mode: 'live' })
    await clock.advance(50)
    expect(player.snapshot.attributes.src).toBe('rtmp://second')
    expect(log).toEqual(['ask live', 'ask RTC', 'play rtmp://second'])
  })
})

describe('ends', () => {
  it('unmount during an ask gives the stream back and ignores the answer', async () => {
    const { player, device, log, answers, clock } = playerStory()
    const held = answers.hold()
    player.mount(device)
    player.unmount()
    held[0]?.resolve({ url: 'rtmp://late', mode: 'live' })
    await clock.advance(1000)
    expect(log).toEqual(['ask live', 'release'])
    expect(player.snapshot).toMatchObject({ state: { phase: 'idle' }, attributes: { src: '' } })
  })

  it('a tag that replaces another one is new and has nothing to stop', async () => {
    const { live, log, phases } = playerStory()
    await live()
    await live()
    expect(log).toEqual(['ask live', 'play rtmp://a/1', 'ask live', 'play rtmp://a/2'])
    expect(phases).toEqual(['idle', 'starting', 'live', 'idle', 'starting', 'live'])
  })

  it('a tag that comes back plays without a stop', async () => {
    const { live, player, log } = playerStory()
    await live()
    player.unmount()
    await live()
    expect(log).toEqual(['ask live', 'play rtmp://a/1', 'release', 'ask live', 'play rtmp://a/2'])
    expect(player.snapshot.state.phase).toBe('live')
  })

  it('reports a provider that refuses to end playing', async () => {
    const { live, player, failing, errors } = playerStory()
    await live()
    failing.add('release')
    player.unmount()
    await settled()
    expect(errors).toEqual(['play-failed'])
  })

  it('dispose stops the tag, leaves no timer and is for good', async () => {
    const { live, player, device, log, clock, code } = playerStory()
    await live()
    player.dispose()
    expect(clock.pending).toBe(0)
    expect(log.slice(2)).toEqual(['stop'])
    player.mount(device)
    player.retry()
    player.wake()
    code(2004)
    player.dispose()
    await clock.advance(60_000)
    expect(log).toHaveLength(3)
    expect(player.snapshot).toMatchObject({ state: { phase: 'stopped' }, attributes: { src: '' } })
  })

  it('whatever happened: never two plays without a stop, no device call in the background, no timer after dispose', async () => {
    const steps = Object.keys(STEPS) as (keyof typeof STEPS)[]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 40 }), async (list) => {
        const story = playerStory()
        for (const step of list) {
          story.log.push(`(${step})`)
          await STEPS[step](story)
        }
        story.player.dispose()
        expect(story.clock.pending).toBe(0)
        story.log.push('(end)')
        await story.clock.advance(100_000)
        expect(story.log[story.log.length - 1]).toBe('(end)')
        expect(story.player.snapshot.state.phase).toBe('stopped')
        expect(faults(story.log)).toEqual([])
      }),
    )
  })
})

type Story = ReturnType<typeof playerStory>

const STEPS = {
  mount: ({ player, device }: Story) => player.mount(device),
  unmount: ({ player }: Story) => player.unmount(),
  refuse: ({ answers }: Story) => answers.refuse('network'),
  picture: ({ code }: Story) => code(2004),
  broken: ({ code }: Story) => code(-2301),
  lag: ({ code }: Story) => code(2007),
  background: ({ code }: Story) => code(6000),
  frames: ({ net }: Story) => net({ videoFPS: 15 }),
  rtc: ({ player }: Story) => player.setMode('RTC'),
  live: ({ player }: Story) => player.setMode('live'),
  sleep: ({ player }: Story) => player.sleep(),
  wake: ({ player }: Story) => player.wake(),
  call: ({ player }: Story) => player.interrupted(true),
  hangup: ({ player }: Story) => player.interrupted(false),
  network: ({ player }: Story) => player.networkChanged(),
  retry: ({ player }: Story) => player.retry(),
  second: ({ clock }: Story) => clock.advance(1000),
  blink: ({ clock }: Story) => clock.advance(30),
}

/** Where a log breaks a rule of the platform. */
function faults(log: readonly string[]): string[] {
  let playing = false
  let asleep = false
  const found: string[] = []
  for (const line of log) {
    const plays = line.startsWith('play')
    if (plays && playing) found.push('play without stop')
    if ((plays || line === 'stop') && asleep) found.push(`${line} in the background`)
    if (plays) playing = true
    // A tag that mounts is a new one; whatever ran before is gone with the old one.
    if (line === 'stop' || line === '(mount)' || line === 'release') playing = false
    if (line === '(sleep)') asleep = true
    if (line === '(wake)' || line === '(retry)') asleep = false
  }
  return found
}
