import { pusherStory, settled } from './harness'

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
