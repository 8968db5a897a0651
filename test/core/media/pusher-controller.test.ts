import fc from 'fast-check'
import { pusherStory, settled } from './harness'

describe('publishing', () => {
  it('asks, lets the attributes reach the tag, starts, and is live when the push has begun', async () => {
    const { pusher, device, clock, log, phases, code } = pusherStory()
    pusher.mount(device)
    expect(log).toEqual([])
    await pusher.publish()
    expect(pusher.snapshot).toMatchObject({ streamId: 's1', attributes: { url: 'rtmp://p/1', mode: 'HD' } })
    expect(log).toEqual(['ask HD mic camera'])
    await clock.advance(50)
    code(1001)
    expect(pusher.snapshot.state.phase).toBe('starting')
    code(1002)
    expect(log).toEqual(['ask HD mic camera', 'start HD rtmp://p/1'])
    expect(phases).toEqual(['idle', 'starting', 'live'])
    expect(clock.pending).toBe(0)
  })

  it('may be granted before the tag is there, and starts when it comes', async () => {
    const { pusher, device, clock, log } = pusherStory()
    await pusher.publish()
    await clock.advance(50)
    expect(log).toEqual(['ask HD mic camera'])
    pusher.mount(device)
    expect(log).toEqual(['ask HD mic camera', 'start HD rtmp://p/1'])
  })

  it('takes what is being sent where a client does not report 1002', async () => {
    const { pusher, device, clock, net } = pusherStory()
    pusher.mount(device)
    await pusher.publish()
    await clock.advance(50)
    net({ videoFPS: 15, netSpeed: 0 })
    expect(pusher.snapshot.state.phase).toBe('starting')
    net({ videoFPS: 15, netSpeed: 400 })
    expect(pusher.snapshot.state.phase).toBe('live')
  })

  it('waits for a person at the permission prompt', async () => {
    const { pusher, device, clock, log } = pusherStory()
    pusher.mount(device)
    await pusher.publish()
    await clock.advance(600_000)
    expect(log).toEqual(['ask HD mic camera', 'start HD rtmp://p/1'])
    expect(pusher.snapshot.state.phase).toBe('starting')
  })

  it.each(['forbidden', 'network'] as const)(
    'refused: publish() rejects, the state says %s, no event',
    async (reason) => {
      const { pusher, device, answers, clock, log, phases, errors } = pusherStory()
      pusher.mount(device)
      answers.refuse(reason)
      await expect(pusher.publish()).rejects.toMatchObject({ reason })
      pusher.networkChanged()
      pusher.wake()
      await clock.advance(60_000)
      expect(phases).toEqual(['idle', 'starting', `failed ${reason}`])
      expect(errors).toEqual([])
      expect(log).toEqual(['ask HD mic camera'])
      pusher.retry()
      await clock.advance(50)
      expect(log.slice(1)).toEqual(['ask HD mic camera', 'start HD rtmp://p/2'])
    },
  )

  it('a refused manual retry is an error event: nobody holds a promise', async () => {
    const { pusher, device, answers, errors } = pusherStory()
    pusher.mount(device)
    answers.refuse('forbidden')
    answers.refuse('forbidden')
    await expect(pusher.publish()).rejects.toMatchObject({ reason: 'forbidden' })
    pusher.retry()
    await settled()
    expect(errors).toEqual(['forbidden'])
  })

  it('called twice is one publishing', async () => {
    const { pusher, log } = pusherStory()
    await Promise.all([pusher.publish(), pusher.publish()])
    await pusher.publish()
    expect(log).toEqual(['ask HD mic camera'])
  })
})

describe('unpublishing', () => {
  it('stops, then gives the stream back', async () => {
    const { pusher, live, log, clock } = pusherStory()
    await live()
    await pusher.unpublish()
    expect(log.slice(2)).toEqual(['stop', 'release s1'])
    expect(pusher.snapshot).toMatchObject({ streamId: '', state: { phase: 'stopped' }, attributes: { url: '' } })
    expect(clock.pending).toBe(0)
    await pusher.unpublish()
    expect(log).toHaveLength(4)
  })

  it('rejects when the provider refuses, stopped all the same', async () => {
    const { pusher, live, failing } = pusherStory()
    await live()
    failing.add('release s1')
    await expect(pusher.unpublish()).rejects.toThrow('release s1:fail')
    expect(pusher.snapshot.state.phase).toBe('stopped')
  })

  it('during the ask rejects publish(), and gives back what is granted too late', async () => {
    const { pusher, device, answers, log, clock } = pusherStory()
    pusher.mount(device)
    const held = answers.hold()
    const refusal = pusher.publish().catch((error: unknown) => error)
    await pusher.unpublish()
    held[0]?.resolve({ streamId: 's9', url: 'rtmp://late' })
    await clock.advance(1000)
    expect(await refusal).toMatchObject({ reason: 'invalid-state' })
    expect(log).toEqual(['ask HD mic camera', 'release s9'])
  })

  it('in the background waits with the stop until the app is back', async () => {
    const { pusher, live, log } = pusherStory()
    await live()
    pusher.sleep()
    await pusher.unpublish()
    expect(log.slice(2)).toEqual(['release s1'])
    pusher.wake()
    expect(log.slice(3)).toEqual(['stop'])
    expect(pusher.snapshot.state.phase).toBe('stopped')
  })

  it('a tag that goes takes its stream along; one that comes publishes again', async () => {
    const { pusher, device, live, log, clock, phases } = pusherStory()
    await live()
    pusher.unmount()
    expect(pusher.snapshot).toMatchObject({ streamId: '', attributes: { url: '' } })
    pusher.mount(device)
    await clock.advance(50)
    expect(log.slice(2)).toEqual(['release s1', 'ask HD mic camera', 'start HD rtmp://p/2'])
    expect(phases).toEqual(['idle', 'starting', 'live', 'idle', 'starting'])
  })

  it('dispose ends without the provider; the next publish() works', async () => {
    const { pusher, live, log, clock } = pusherStory()
    await live()
    pusher.dispose()
    expect(clock.pending).toBe(0)
    await clock.advance(10_000)
    expect(log.slice(2)).toEqual(['stop'])
    await pusher.publish()
    await clock.advance(50)
    expect(log.slice(3)).toEqual(['ask HD mic camera', 'start HD rtmp://p/2'])
  })
})

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

describe('changes while publishing', () => {
  it('goes to RTC when a link starts and back when it ends: same tag, stop, mode, start', async () => {
    const { live, pusher, log, phases, code, clock } = pusherStory()
    await live()
    pusher.setMode('RTC')
    expect(pusher.snapshot.state.phase).toBe('live')
    await clock.advance(50)
    code(1002)
    pusher.setQuality('FHD')
    pusher.setMode('RTC')
    await clock.advance(50)
    pusher.setMode(undefined)
    await clock.advance(50)
    expect(log.slice(2)).toEqual([
      'ask RTC mic camera',
      'stop',
      'start RTC rtmp://p/2',
      'ask FHD mic camera',
      'stop',
      'start FHD rtmp://p/3',
    ])
    expect(phases.slice(2)).toEqual(['live', 'starting', 'live', 'starting'])
  })

  it('starts in RTC when a link runs already, and keeps to what a provider insists on', async () => {
    const { live, pusher, room, answers, log } = pusherStory()
    room.mode = 'RTC'
    const held = answers.hold()
    const started = live()
    await settled()
    held[0]?.resolve({ streamId: 's1', url: 'rtmp://p', mode: 'FHD', attributes: { 'audio-quality': 'low' } })
    await started
    expect(log[0]).toBe('ask RTC mic camera')
    expect(pusher.snapshot.attributes).toMatchObject({ mode: 'FHD', extra: { 'audio-quality': 'low' } })
  })

  it('shows a quality that is set before publishing', () => {
    const { pusher } = pusherStory()
    pusher.setQuality('SD')
    expect(pusher.snapshot.attributes.mode).toBe('SD')
  })

  it('the camera: dark at once, told to the room, started again as the platform needs it', async () => {
    const { live, pusher, log, clock, code } = pusherStory()
    await live()
    await pusher.setCamera(false)
    expect(pusher.snapshot.attributes.enableCamera).toBe(false)
    await clock.advance(50)
    code(1002)
    expect(log.slice(2)).toEqual(['stop', 'ask HD mic', 'update s1 true false', 'start HD rtmp://p/2'])
    await pusher.setCamera(false)
    await pusher.setCamera(true)
    await clock.advance(50)
    expect(log.slice(6)).toEqual(['ask HD mic camera', 'update s1 true true', 'stop', 'start HD rtmp://p/3'])
  })

  it('the microphone: an attribute and a word to the room, nothing restarts', async () => {
    const { live, pusher, log, clock } = pusherStory()
    await live()
    await pusher.setMic(false)
    await pusher.setMic(false)
    await clock.advance(1000)
    expect(pusher.snapshot.attributes.enableMic).toBe(false)
    expect(log.slice(2)).toEqual(['update s1 false true'])
  })

  it('before publishing both are attributes only', async () => {
    const { pusher, device, log } = pusherStory()
    pusher.mount(device)
    await pusher.setCamera(false)
    await pusher.setMic(false)
    expect(log).toEqual([])
    await pusher.publish()
    expect(log).toEqual(['ask HD'])
  })

  it('a room that is not told rejects; the phone keeps what the person wanted', async () => {
    const { live, pusher, failing } = pusherStory()
    await live()
    failing.add('update s1 false true')
    await expect(pusher.setMic(false)).rejects.toThrow('update')
    expect(pusher.snapshot.attributes.enableMic).toBe(false)
  })

  it('turns the camera by the device; the attribute follows when it worked', async () => {
    const { live, pusher, failing, log } = pusherStory()
    await live()
    await pusher.switchCamera()
    expect(pusher.snapshot.attributes.devicePosition).toBe('back')
    failing.add('switchCamera')
    await expect(pusher.switchCamera()).rejects.toMatchObject({ reason: 'device-failed' })
    expect(pusher.snapshot.attributes.devicePosition).toBe('back')
    expect(log.slice(2)).toEqual(['switchCamera', 'switchCamera'])
  })

  it('follows the provider to another address, and gives a replaced stream back', async () => {
    const { live, pusher, log, clock } = pusherStory()
    pusher.retarget({ streamId: 's0', url: 'rtmp://ignored' })
    await live()
    pusher.retarget({ streamId: 's2', url: 'rtmp://moved' })
    await clock.advance(50)
    expect(log.slice(2)).toEqual(['stop', 'release s1', 'start HD rtmp://moved'])
    expect(pusher.snapshot.streamId).toBe('s2')
  })
})

it('whatever happened: never two starts without a stop, no device call in the background, no timer after dispose', async () => {
  const steps = Object.keys(STEPS) as (keyof typeof STEPS)[]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 40 }), async (list) => {
      const story = pusherStory()
      for (const step of list) {
        story.log.push(`(${step})`)
        await STEPS[step](story)
      }
      story.pusher.dispose()
      expect(story.clock.pending).toBe(0)
      await settled()
      story.log.push('(end)')
      await story.clock.advance(100_000)
      expect(story.log.slice(story.log.indexOf('(end)')).filter((line) => !line.startsWith('release'))).toEqual([
        '(end)',
      ])
      expect(faults(story.log)).toEqual([])
    }),
  )
})

type Story = ReturnType<typeof pusherStory>

const STEPS = {
  mount: ({ pusher, device }: Story) => pusher.mount(device),
  unmount: ({ pusher }: Story) => pusher.unmount(),
  // Not awaited: in the background the answer only comes with wake(). The refusal is in the state.
  publish: ({ pusher }: Story) =>
    void pusher.publish().then(undefined, (error: unknown) => expect(error).toBeDefined()),
  unpublish: ({ pusher }: Story) => pusher.unpublish(),
  refuse: ({ answers }: Story) => answers.refuse('network'),
  begun: ({ code }: Story) => code(1002),
  broken: ({ code }: Story) => code(-1307),
  call: ({ code }: Story) => code(5001),
  background: ({ code }: Story) => code(5000),
  sending: ({ net }: Story) => net({ netSpeed: 1 }),
  rtc: ({ pusher }: Story) => pusher.setMode('RTC'),
  live: ({ pusher }: Story) => pusher.setMode(undefined),
  dark: ({ pusher }: Story) => pusher.setCamera(false),
  bright: ({ pusher }: Story) => pusher.setCamera(true),
  moved: ({ pusher }: Story) => pusher.retarget({ streamId: 's2', url: 'rtmp://moved' }),
  sleep: ({ pusher }: Story) => pusher.sleep(),
  wake: ({ pusher }: Story) => pusher.wake(),
  taken: ({ pusher }: Story) => pusher.interrupted(true),
  given: ({ pusher }: Story) => pusher.interrupted(false),
  network: ({ pusher }: Story) => pusher.networkChanged(),
  retry: ({ pusher }: Story) => pusher.retry(),
  second: ({ clock }: Story) => clock.advance(1000),
  blink: ({ clock }: Story) => clock.advance(30),
}

/** Where a log breaks a rule of the platform. */
function faults(log: readonly string[]): string[] {
  let pushing = false
  let asleep = false
  const found: string[] = []
  for (const line of log) {
    const starts = line.startsWith('start')
    if (starts && pushing) found.push('start without stop')
    if ((starts || line === 'stop') && asleep) found.push(`${line} in the background`)
    if (starts) pushing = true
    if (line === 'stop' || line === '(mount)' || line === '(unmount)') pushing = false
    if (line === '(sleep)') asleep = true
    if (line === '(wake)' || line === '(retry)') asleep = false
  }
  return found
}
