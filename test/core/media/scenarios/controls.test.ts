import { expectStory } from './script'
import { publisher, viewer } from './worlds'

const VIEWER_LIVE = `
  mount         | [starting], ask live, src rtmp-1
  wait 50       | play
  code 2004     | [live]
`
const ON_AIR = `
  mount         |
  publish       | [starting], ask HD mic camera, url rtmp-1
  wait 50       | start rtmp-1
  code 1002     | [live]
`

describe('camera and microphone', () => {
  it('camera off is dark at once, before the provider has answered; on needs a restart too', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      provider-holds |
      camera off    | camera off, stop, [starting], ask HD mic, update mic true camera false
      provider-answers | url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      camera on     | camera on, ask HD mic camera, update mic true camera true, stop, [starting], url rtmp-3
      wait 50       | start rtmp-3
      code 1002     | [live]
      camera on     |
      `,
    )
  })

  it('camera off before publishing is an attribute', async () => {
    await expectStory(
      publisher(),
      `
      mount         |
      camera off    | camera off
      publish       | [starting], ask HD mic, url rtmp-1
      `,
    )
  })

  it('the other camera, by the device; a refusal leaves the attribute', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      flip          | switchCamera, facing back
      device-fails switchCamera |
      flip          | switchCamera, rejects device-failed
      device-works  |
      flip          | switchCamera, facing front
      `,
    )
  })

  it('the other camera, chosen before the tag is there', async () => {
    await expectStory(
      publisher(),
      `
      flip          | facing back
      `,
    )
  })

  it('the microphone is an attribute and a word to the room', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      mic off       | mic off, update mic false camera true
      mic off       |
      mic on        | mic on, update mic true camera true
      wait 60000    |
      `,
    )
  })

  it('a room that is not told: the call rejects, the phone keeps what the person wanted', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      device-fails update |
      mic off       | mic off, update mic false camera true, rejects update:fail
      `,
    )
  })

  it('a host takes the microphone and gives it back to who wished to speak', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      silence on    | mic off, update mic false camera true
      silence on    |
      mic on        | rejects muted
      silence off   | mic on, update mic true camera true
      `,
    )
  })

  it('a host takes the microphone of someone who then wishes silence: it stays off', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      silence on    | mic off, update mic false camera true
      mic off       |
      silence off   |
      mic on        | mic on, update mic true camera true
      `,
    )
  })

  it('taken before publishing: published in silence, and a refused wish is not remembered', async () => {
    await expectStory(
      publisher(),
      `
      mic off       | mic off
      silence on    |
      mic on        | rejects muted
      publish       | [starting], ask HD camera, url rtmp-1
      silence off   |
      `,
    )
  })

  it('a room that does not hear of the silence: reported, silent all the same', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      device-fails update |
      silence on    | mic off, update mic false camera true, !publish-failed
      `,
    )
  })
})

describe('a link starts and ends', () => {
  it('publisher: the same tag stops, changes mode, starts; and back to the quality', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      provider-holds |
      link on       | ask RTC mic camera
      wait 300      |
      provider-answers | stop, [starting], url rtmp-2, mode RTC 1000
      wait 50       | start rtmp-2
      code 1002     | [live]
      link on       |
      link off      | ask HD mic camera, stop, [starting], url rtmp-3, mode HD 1200
      wait 50       | start rtmp-3
      code 1002     | [live]
      `,
    )
  })

  it('viewer among the linked: the old picture stays until the other address is there', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      provider-holds |
      preset RTC    | ask RTC
      wait 300      |
      provider-answers | stop, [starting], src rtmp-2, mode RTC, cache 0.2-0.8
      wait 50       | play
      code 2004     | [live]
      preset live   | ask live, stop, [starting], src rtmp-3, mode live, cache 1-3
      wait 50       | play
      code 2004     | [live]
      preset live   |
      `,
    )
  })

  it('and ends before its address came: only the last answer counts', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      provider-holds |
      preset RTC    | ask RTC
      preset live   | ask live
      provider-answers | stop, [starting], src rtmp-3
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it('and ends before the address of the publisher came: the stream is kept, only the last answer counts', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      provider-holds |
      link on       | ask RTC mic camera
      link off      | ask HD mic camera
      provider-answers | stop, [starting], url rtmp-3
      wait 50       | start rtmp-3
      code 1002     | [live]
      `,
    )
  })

  it('a quality chosen in a conversation is kept for its end', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      link on       | ask RTC mic camera, stop, [starting], url rtmp-2, mode RTC 1000
      wait 50       | start rtmp-2
      quality FHD   |
      code 1002     | [live]
      link off      | ask FHD mic camera, stop, [starting], url rtmp-3, mode FHD 1800
      `,
    )
  })

  it('a quality chosen before publishing shows at once', async () => {
    await expectStory(
      publisher(),
      `
      quality SD    | mode SD 800
      publish       | [starting], ask SD mic camera, url rtmp-1
      `,
    )
  })

  it('in the background: nothing happens until the app is back', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      hide          | [suspended]
      preset RTC    |
      show          | [starting], ask RTC, stop, src rtmp-2, mode RTC, cache 0.2-0.8
      `,
    )
  })

  it('the provider moves the push: another address for the same tag, the old stream given back', async () => {
    await expectStory(
      publisher(),
      `
      moved s0      |
      ${ON_AIR}
      moved s2      | stop, [starting], url rtmp-99, release s1
      wait 50       | start rtmp-99
      code 1002     | [live]
      `,
    )
  })
})

describe('the tag goes', () => {
  it.each([
    ['starting', 'mount | [starting], ask live, src rtmp-1'],
    ['live', VIEWER_LIVE],
    ['buffering', `${VIEWER_LIVE}\n code 2007 | [buffering]`],
    ['retrying', `${VIEWER_LIVE}\n code -2301 | [retrying 1]`],
    ['suspended', `${VIEWER_LIVE}\n hide | [suspended]`],
    ['interrupted', `${VIEWER_LIVE}\n interruption-begin | [interrupted]`],
    ['failed', `${VIEWER_LIVE}\n code -2304 | stop, [failed device-failed -2304], !device-failed`],
  ])('viewer, while %s: given back, no device call, no timer', async (_, before) => {
    await expectStory(
      viewer(),
      `
      ${before}
      unmount       | [idle], src none, release
      timers 0      |
      unmount       |
      show          |
      interruption-end |
      other-network |
      retry         |
      wait 600000   |
      `,
    )
  })

  it.each([
    ['starting', 'mount | \n publish | [starting], ask HD mic camera, url rtmp-1'],
    ['live', ON_AIR],
    ['buffering', `${ON_AIR}\n code 3005 | [buffering]`],
    ['retrying', `${ON_AIR}\n code -1307 | [retrying 1]`],
    ['suspended', `${ON_AIR}\n hide | [suspended]`],
    ['interrupted', `${ON_AIR}\n code 5001 | [interrupted]`],
    ['failed', `${ON_AIR}\n code 10001 | stop, [failed camera-denied 10001], !camera-denied`],
  ])('publisher, while %s: given back; the next tag publishes again', async (_, before) => {
    await expectStory(
      publisher(),
      `
      ${before}
      unmount       | [idle], url none, release s1
      timers 0      |
      other-network |
      wait 600000   |
      show          |
      mount         | [starting], ask HD mic camera, url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      `,
    )
  })

  it('viewer, before the address came: the late answer is not acted on', async () => {
    await expectStory(
      viewer(),
      `
      provider-holds |
      mount         | [starting], ask live
      unmount       | [idle], release
      provider-answers |
      wait 60000    |
      `,
    )
  })

  it('publisher, unpublished before the yes: what is granted too late is given back', async () => {
    await expectStory(
      publisher(),
      `
      mount         |
      provider-holds |
      publish       | [starting], ask HD mic camera
      unpublish     | [stopped], rejects invalid-state
      provider-answers | release s1
      wait 60000    |
      `,
    )
  })

  it('publisher, refused after it was unpublished: nobody hears of it', async () => {
    await expectStory(
      publisher(),
      `
      mount         |
      provider-holds |
      publish       | [starting], ask HD mic camera
      dispose       | [stopped], rejects invalid-state
      provider-answers | release s1
      code 1002     |
      code -1307    |
      net netSpeed=300 |
      `,
    )
  })

  it('another one in its place is new and has nothing to stop', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      mount         | [idle], src none, [starting], ask live, src rtmp-2
      wait 50       | play
      `,
    )
  })

  it('the stream is over while it plays: stopped, for good', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      dispose       | stop, [stopped], src none
      timers 0      |
      mount         |
      retry         |
      show          |
      online        |
      code 2004     |
      dispose       |
      wait 600000   |
      `,
    )
  })

  it('the room is over while it publishes: stopped, nothing to release; publish() works again', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      dispose       | stop, [stopped], url none
      timers 0      |
      wait 600000   |
      publish       | [starting], ask HD mic camera, url rtmp-2
      wait 50       | start rtmp-2
      `,
    )
  })
})
