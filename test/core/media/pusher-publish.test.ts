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
