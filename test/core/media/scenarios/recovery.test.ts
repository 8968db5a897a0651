import { PLAYER_ROWS, PUSHER_ROWS } from '../../codes/codes.fixture'
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
const codesOf = (rows: typeof PLAYER_ROWS, effect: string) =>
  rows.filter((row) => row[2] === effect).map(([code]) => code)

describe('the platform reconnects by itself', () => {
  it.each([2007, ...codesOf(PLAYER_ROWS, 'buffering').filter((code) => code !== 2007)])(
    'viewer, %i: waited out',
    async (code) => {
      await expectStory(
        viewer(),
        `${VIEWER_LIVE}
        code ${code}  | [buffering]
        code 2103     |
        wait 60000    |
        code 2004     | [live]
        `,
      )
    },
  )

  it.each(codesOf(PUSHER_ROWS, 'buffering'))('publisher, %i: waited out', async (code) => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      code ${code}  | [buffering]
      code 1102     |
      wait 60000    |
      net netSpeed=300 | [live]
      `,
    )
  })

  it('a start that takes its time is no buffering', async () => {
    await expectStory(
      viewer(),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 3002     |
      code 2103     |
      code 2007     |
      code 2004     | [live]
      `,
    )
  })
})

describe('the platform gives up', () => {
  it.each(codesOf(PLAYER_ROWS, 'terminal'))('viewer, %i: another start, with a fresh address', async (code) => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code ${code}  | [retrying 1]
      code ${code}  |
      wait 999      |
      wait 1        | ask live fresh, stop, src rtmp-2
      wait 50       | play
      code 2004     | [live]
      code ${code}  | [retrying 1]
      `,
    )
  })

  it.each(codesOf(PUSHER_ROWS, 'terminal'))('publisher, %i: another start, with a fresh address', async (code) => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      code ${code}  | [retrying 1]
      wait 1000     | ask HD mic camera, stop, url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      `,
    )
  })

  it.each(codesOf(PUSHER_ROWS, 'unsupported'))(
    'publisher, %i: this phone cannot, nothing tries again',
    async (code) => {
      await expectStory(
        publisher(),
        `${ON_AIR}
      code ${code}  | stop, [failed device-failed ${code}], !device-failed
      timers 0      |
      other-network |
      show          |
      wait 600000   |
      `,
      )
    },
  )

  it('viewer, H.265 that the phone does not decode: nothing tries again, a person may', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code -2304    | stop, [failed device-failed -2304], !device-failed
      other-network |
      show          |
      wait 600000   |
      retry         | [starting], ask live fresh, src rtmp-2
      wait 50       | play
      `,
    )
  })

  it('because the publisher stopped: retries until the room says the stream is over', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code -2301    | [retrying 1]
      wait 1050     | ask live fresh, stop, src rtmp-2, play
      code 2001     |
      code -2301    | [retrying 2]
      provider-refuses stream-not-found |
      wait 2000     | ask live fresh, [retrying 3]
      dispose       | stop, [stopped], src none
      timers 0      |
      wait 600000   |
      `,
    )
  })

  it('because the viewer has no network: no attempt is spent, and all goes on at once with the network', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      offline       |
      code -2301    | [retrying 1]
      timers 0      |
      wait 600000   |
      online        | [starting], ask live fresh, stop, src rtmp-2
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it('again and again: the waits grow to their cap, then it is for a person to try', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code -2301    | [retrying 1]
      wait 1050     | ask live fresh, stop, src rtmp-2, play
      code -2301    | [retrying 2]
      wait 2050     | ask live fresh, stop, src rtmp-3, play
      code -2301    | [retrying 3]
      wait 4050     | ask live fresh, stop, src rtmp-4, play
      code -2301    | [retrying 4]
      wait 8050     | ask live fresh, stop, src rtmp-5, play
      code -2301    | [retrying 5]
      wait 15050    | ask live fresh, stop, src rtmp-6, play
      code -2301    | [retrying 6]
      wait 15050    | ask live fresh, stop, src rtmp-7, play
      code -2301    | [retrying 7]
      wait 15050    | ask live fresh, stop, src rtmp-8, play
      code -2301    | [retrying 8]
      wait 15050    | ask live fresh, stop, src rtmp-9, play
      code -2301    | stop, [failed play-failed -2301], !play-failed
      timers 0      |
      wait 600000   |
      retry         | [starting], ask live fresh, src rtmp-10
      wait 50       | play
      code -2301    | [retrying 1]
      `,
    )
  })

  it.each([
    [0, 500],
    [0.5, 750],
    [1, 1000],
  ])('with chance %d the first wait is %i ms', async (chance, ms) => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      chance ${chance} |
      code -1307    | [retrying 1]
      wait ${ms - 1} |
      wait 1        | ask HD mic camera, stop, url rtmp-2
      `,
    )
  })

  it('and a busy provider says when to come back', async () => {
    await expectStory(
      viewer(),
      `
      provider-refuses rate-limited 7000 |
      mount         | [starting], ask live, [retrying 1]
      wait 6999     |
      wait 1        | ask live fresh, src rtmp-2
      `,
    )
  })
})

describe('refused', () => {
  it('a viewer whom the provider does not let play: final', async () => {
    await expectStory(
      viewer(),
      `
      provider-refuses forbidden |
      mount         | [starting], ask live, [failed forbidden], !forbidden
      other-network |
      show          |
      wait 600000   |
      `,
    )
  })

  it('a publisher whom the provider does not let publish: the call rejects, and may be made again', async () => {
    await expectStory(
      publisher(),
      `
      mount         |
      provider-refuses forbidden |
      publish       | [starting], ask HD mic camera, [failed forbidden], rejects forbidden
      other-network |
      publish       | [starting], ask HD mic camera, url rtmp-2
      wait 50       | start rtmp-2
      `,
    )
  })

  it.each([
    ['camera', 10001, 'camera-denied'],
    ['microphone', 10002, 'microphone-denied'],
  ])('the %s: final, said once, until a person has allowed it and retries', async (_, code, reason) => {
    await expectStory(
      publisher(),
      `
      mount         |
      publish       | [starting], ask HD mic camera, url rtmp-1
      wait 50       | start rtmp-1
      code ${code}  | stop, [failed ${reason} ${code}], !${reason}
      errcode ${code} |
      other-network |
      hide          |
      show          |
      wait 600000   |
      retry         | [starting], ask HD mic camera, url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      `,
    )
  })

  it('a camera refused in the preview, before anything is published: said, and nothing fails', async () => {
    await expectStory(
      publisher(),
      `
      mount         |
      errcode 10001 | !camera-denied
      publish       | [starting], ask HD mic camera, url rtmp-1
      `,
    )
  })

  it.each([
    ['viewer', viewer, 'mount | [starting], ask live, src rtmp-1', 'insertLivePlayer'],
    ['publisher', publisher, 'publish | [starting], ask HD mic camera, url rtmp-1', 'insertLivePusher'],
  ])('the tag, to this account (%s): final, said once', async (_, world, begin, call) => {
    await expectStory(
      world(),
      `
      ${begin}
      error ${call}:fail jsapi has no permission | [failed no-live-permission], !no-live-permission
      error ${call}:fail jsapi has no permission |
      other-network |
      wait 600000   |
      `,
    )
  })

  it('a tag that will not start: reported, and tried again', async () => {
    await expectStory(
      viewer(),
      `
      device-fails play |
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play, !device-failed, [retrying 1]
      device-works  |
      wait 1050     | ask live fresh, stop, src rtmp-2, play
      code 2004     | [live]
      `,
    )
  })

  it('a tag that refuses a start which nobody waits for any more: reported, and that is all', async () => {
    await expectStory(
      viewer(),
      `
      device-hangs play |
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      hide          | [suspended]
      device-gives-up | !device-failed
      wait 60000    |
      show          | [starting], ask live, stop, src rtmp-2
      `,
    )
  })

  it('a tag that does not answer a stop is not waited for', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      device-hangs stop |
      code -1307    | [retrying 1]
      wait 1000     | ask HD mic camera, stop
      wait 999      |
      wait 1        | url rtmp-2
      wait 50       | start rtmp-2
      `,
    )
  })

  it('an error that nobody knows changes nothing', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      error out of luck | !device-failed
      code 99999    |
      code -1       |
      code 2029     |
      `,
    )
  })
})
