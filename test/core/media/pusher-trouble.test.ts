import { pusherStory } from './harness'

describe('trouble', () => {
  it('leaves the platform its own retries, and takes over after -1307 with a fresh address', async () => {
    const { live, log, phases, code, clock } = pusherStory()
    await live()
    code(1102)
    code(3005)
    await clock.advance(60_000)
    expect(log).toHaveLength(2)
    code(1002)
    code(3002)
    code(-1307)
    await clock.advance(1050)
    code(1002)
    expect(log.slice(2)).toEqual(['ask HD mic camera', 'stop', 'start HD rtmp://p/2'])
    expect(phases.slice(2)).toEqual(['live', 'buffering', 'live', 'buffering', 'retrying 1', 'live'])
  })

  it('gives up after eight retries', async () => {
    const { live, pusher, errors, code, clock } = pusherStory()
    await live()
    for (let attempt = 0; attempt < 9; attempt += 1) {
      code(-1307)
      await clock.advance(15_050)
    }
    expect(pusher.snapshot.state).toEqual({ phase: 'failed', reason: 'publish-failed', code: -1307 })
    expect(errors).toEqual(['publish-failed'])
    await pusher.publish()
    await clock.advance(50)
    code(1002)
    expect(pusher.snapshot.state.phase).toBe('live')
  })

  it.each([
    ['state code', 'statechange', { code: 10001 }, 'camera-denied', 10001],
    ['error event', 'error', { errCode: 10001, errMsg: 'no camera' }, 'camera-denied', 10001],
    ['state code', 'statechange', { code: 10002 }, 'microphone-denied', 10002],
    ['error event', 'error', { errCode: 10002, errMsg: 'no mic' }, 'microphone-denied', 10002],
  ] as const)('a refused permission by %s is final until retried', async (_, type, detail, reason, code) => {
    const { live, pusher, errors, clock, log } = pusherStory()
    await live()
    pusher.native(type, detail)
    pusher.native('statechange', { code })
    pusher.native('error', { errCode: code })
    await clock.advance(60_000)
    expect(pusher.snapshot.state).toEqual({ phase: 'failed', reason, code })
    expect(errors).toEqual([reason])
    expect(log.slice(2)).toEqual(['stop'])
    pusher.retry()
    await clock.advance(50)
    expect(log.slice(3)).toEqual(['ask HD mic camera', 'start HD rtmp://p/2'])
  })

  it('a permission refused in the preview is said, and fails nothing', () => {
    const { pusher, device, errors } = pusherStory()
    pusher.mount(device)
    pusher.native('error', { errCode: 10001, errMsg: 'no camera' })
    expect(errors).toEqual(['camera-denied'])
    expect(pusher.snapshot.state.phase).toBe('idle')
  })

  it('names a missing permission of the account, and what a device cannot', async () => {
    const one = pusherStory()
    await one.live()
    one.pusher.native('error', { errMsg: 'insertLivePusher:fail jsapi has no permission' })
    expect(one.phases.slice(-1)).toEqual(['failed no-live-permission'])
    const two = pusherStory()
    await two.live()
    two.code(-1305)
    await two.clock.advance(60_000)
    expect(two.phases.slice(-1)).toEqual(['failed device-failed -1305'])
    expect(two.errors).toEqual(['device-failed'])
  })

  it('reports background music that does not load, and goes on', async () => {
    const { live, pusher, errors } = pusherStory()
    await live()
    pusher.native('error', { errCode: 10003, errMsg: 'bgm' })
    expect(errors).toEqual(['device-failed'])
    expect(pusher.snapshot.state.phase).toBe('live')
  })
})

describe('absences', () => {
  it('a call (5001) interrupts; the end of the interruption starts it again', async () => {
    const { live, pusher, log, phases, code, net, clock } = pusherStory()
    await live()
    code(5001)
    net({ netSpeed: 400 })
    expect(pusher.snapshot.state.phase).toBe('interrupted')
    pusher.interrupted(true)
    await clock.advance(60_000)
    pusher.interrupted(false)
    await clock.advance(50)
    code(1002)
    expect(log.slice(2)).toEqual(['ask HD mic camera', 'stop', 'start HD rtmp://p/2'])
    expect(phases.slice(2)).toEqual(['live', 'interrupted', 'starting', 'live'])
  })

  it('background: suspended by the app or by 5000, no device call, starts again after', async () => {
    const { live, pusher, log, phases, code, clock } = pusherStory()
    await live()
    code(5000)
    pusher.sleep()
    await clock.advance(60_000)
    expect(log).toHaveLength(2)
    pusher.wake()
    await clock.advance(50)
    code(1002)
    expect(log.slice(2)).toEqual(['ask HD mic camera', 'stop', 'start HD rtmp://p/2'])
    expect(phases.slice(2)).toEqual(['live', 'suspended', 'starting', 'live'])
  })
})
