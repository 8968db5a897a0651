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
    room.preset = 'RTC'
    player.mount(device)
    await settled()
    expect(log).toEqual(['ask RTC'])
    expect(player.snapshot.attributes).toMatchObject({ mode: 'RTC', minCache: 0.2, maxCache: 0.8 })
  })
})

describe('modes', () => {
  it('goes to RTC and back, each time with another address, stop and play; the picture stays until then', async () => {
    const { live, player, log, phases, room, answers, code, clock } = playerStory()
    await live()
    room.preset = 'RTC'
    const held = answers.hold()
    player.setPreset('RTC')
    await clock.advance(300)
    expect(player.snapshot.state.phase).toBe('live')
    expect(player.snapshot.attributes.src).toBe('rtmp://a/1')
    held[0]?.resolve({ urls: ['rtmp://rtc'] })
    await clock.advance(50)
    code(2004)
    expect(player.snapshot.attributes).toMatchObject({ mode: 'RTC', minCache: 0.2, maxCache: 0.8 })
    player.setPreset('RTC')
    player.setPreset('live')
    await settled()
    held[1]?.resolve({ urls: ['rtmp://cdn'] })
    await clock.advance(50)
    code(2004)
    expect(log.slice(2)).toEqual(['ask RTC', 'stop', 'play rtmp://rtc', 'ask live', 'stop', 'play rtmp://cdn'])
    expect(phases).toEqual(['idle', 'starting', 'live', 'starting', 'live', 'starting', 'live'])
  })

  it('ignores the answer of an ask that another one has replaced', async () => {
    const { player, device, log, answers, clock } = playerStory()
    const held = answers.hold()
    player.mount(device)
    player.setPreset('RTC')
    await settled()
    held[1]?.resolve({ urls: ['rtmp://second'] })
    await clock.advance(50)
    held[0]?.resolve({ urls: ['rtmp://first'] })
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
    held[0]?.resolve({ urls: ['rtmp://late'] })
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
})
