import { expectStory } from './script'
import { publisher, viewer } from './worlds'

describe('a viewer sees the first picture', () => {
  it.each([
    ['by 2003', 'code 2003'],
    ['by 2004', 'code 2004'],
    ['by frames alone, where a client sends neither', 'net videoFPS=15'],
  ])('%s', async (_, first) => {
    await expectStory(
      viewer(),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 2001     |
      code 2002     |
      code 2034     |
      code 2035     |
      code 2032     |
      ${first}      | [live]
      timers 0      |
      `,
    )
  })

  it('on a phone with the codes of 2025', async () => {
    await expectStory(
      viewer(),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 2002     |
      code 2008     |
      code 2032     |
      code 2003     | [live]
      code 2004     |
      code 2009     |
      `,
    )
  })

  it('on a phone with the codes of 2026, and keeps it through warnings', async () => {
    await expectStory(
      viewer(),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 2034     |
      code 2026     |
      code 2003     | [live]
      code 2033     |
      code 2036     |
      code 2101     |
      code 2104     |
      code 2105     |
      code 2106     |
      code 2108     |
      `,
    )
  })

  it('of a stream that has only sound: the sound', async () => {
    await expectStory(
      viewer({ audio: true, video: false }),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 2002     |
      code 2026     | [live]
      `,
    )
  })

  it('of a stream that sends nothing at the moment: the connection', async () => {
    await expectStory(
      viewer({ audio: false, video: false }),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 2001     | [live]
      `,
    )
  })

  it('not: after 20 s without anything the next attempt begins', async () => {
    await expectStory(
      viewer(),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      wait 19999    |
      wait 1        | [retrying 1]
      wait 1000     | ask live fresh, stop, src rtmp-2
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })
})

describe('a publisher is on air', () => {
  it.each([
    ['by 1002', 'code 1002'],
    ['by the first frame sent, 2026', 'code 1009'],
    ['by entering the room, TRTC', 'code 1018'],
    ['by what is being sent, where a client says nothing', 'net netSpeed=400'],
  ])('%s', async (_, first) => {
    await expectStory(
      publisher(),
      `
      mount         |
      publish       | [starting], ask HD mic camera, url rtmp-1
      wait 50       | start rtmp-1
      code 2027     |
      code 1003     |
      code 1007     |
      code 1001     |
      code 1104     |
      ${first}      | [live]
      code 1005     |
      code 1101     |
      timers 0      |
      `,
    )
  })

  it('when the tag comes after the yes: carried until there is one', async () => {
    await expectStory(
      publisher(),
      `
      publish       | [starting], ask HD mic camera, url rtmp-1
      wait 50       |
      wait 60000    |
      mount         | start rtmp-1
      code 1002     | [live]
      `,
    )
  })

  it('after a person has read the permission prompt for ten minutes', async () => {
    await expectStory(
      publisher(),
      `
      mount         |
      publish       | [starting], ask HD mic camera, url rtmp-1
      wait 50       | start rtmp-1
      wait 600000   |
      code 1002     | [live]
      `,
    )
  })
})

describe('addresses', () => {
  it('live takes flv before rtmp, RTC the other way round', async () => {
    await expectStory(
      viewer(),
      `
      offers rtmp flv hls |
      mount         | [starting], ask live, src flv-1
      wait 50       | play
      code 2004     | [live]
      preset RTC    | ask RTC, stop, [starting], src rtmp-2, mode RTC, cache 0.2-0.8
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it('a format that stays black twice gives way to the other', async () => {
    await expectStory(
      viewer(),
      `
      offers rtmp flv |
      mount         | [starting], ask live, src flv-1
      wait 50       | play
      code -2301    | [retrying 1]
      wait 1050     | ask live fresh, stop, src flv-2, play
      code -2301    | [retrying 2]
      wait 2050     | ask live fresh, stop, src rtmp-3, play
      code 2004     | [live]
      `,
    )
  })

  it.each([
    ['kinds that the tag does not play', 'hls webrtc'],
    ['no address', ''],
  ])('%s: failed, and nothing tries again by itself', async (_, kinds) => {
    await expectStory(
      viewer(),
      `
      offers ${kinds} |
      mount         | [starting], ask live, [failed play-failed], !play-failed
      timers 0      |
      other-network |
      hide          |
      show          |
      wait 600000   |
      offers rtmp   |
      retry         | [starting], ask live fresh, src rtmp-2
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it('the monitor preset keeps mode live and buffers little', async () => {
    await expectStory(
      viewer(),
      `
      preset monitor |
      mount         | [starting], ask live, src rtmp-1, cache 0.2-0.5
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })
})

describe('a cloud insists', () => {
  it('on the mode that was wanted anyway: the preset keeps its cache', async () => {
    await expectStory(
      viewer(),
      `
      preset monitor |
      insists live  |
      mount         | [starting], ask live, src rtmp-1, cache 0.2-0.5, extra sound-mode=ear
      `,
    )
  })

  it('on RTC, with attributes of its own: the cache of that mode, and its preference of formats', async () => {
    await expectStory(
      viewer(),
      `
      insists RTC   |
      offers flv rtmp |
      mount         | [starting], ask live, src rtmp-1, mode RTC, cache 0.2-0.8, extra sound-mode=ear
      wait 50       | play
      code 2004     | [live]
      insists live  |
      code -2301    | [retrying 1]
      wait 1000     | ask live fresh, stop, src flv-2, mode live, cache 1-3
      `,
    )
  })
})

describe('figures alone', () => {
  it('sound is enough where it is all that is sent, and silence is nothing', async () => {
    await expectStory(
      viewer({ audio: true, video: false }),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      net videoFPS=0 audioBitrate=0 |
      net videoFPS=0 audioBitrate=48 | [live]
      `,
    )
  })

  it('sound without the expected picture: waited for, then taken for enough', async () => {
    await expectStory(
      viewer(),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 2026     |
      net videoFPS=0 audioBitrate=48 |
      wait 19999    |
      wait 1        | [live]
      timers 0      |
      `,
    )
  })
})
