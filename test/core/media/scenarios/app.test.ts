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

describe('the app goes to the background', () => {
  it.each([
    ['the app says so first', 'hide | [suspended]', 'code 6000 |'],
    ['the tag says so first', 'code 6000 | [suspended]', 'hide |'],
  ])('viewer, %s: no device call until it is back', async (_, one, two) => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      ${one}
      ${two}
      timers 0      |
      code -2301    |
      wait 600000   |
      show          | [starting], ask live, stop, src rtmp-2
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it.each([
    ['the app says so first', 'hide | [suspended]', 'code 5000 |'],
    ['the tag says so first', 'code 5000 | [suspended]', 'hide |'],
  ])('publisher, %s: no device call until it is back', async (_, one, two) => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      ${one}
      ${two}
      code -1307    |
      wait 600000   |
      show          | [starting], ask HD mic camera, stop, url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      `,
    )
  })

  it('app show and page show both tell: acted on once', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      hide          | [suspended]
      show          | [starting], ask live, stop, src rtmp-2
      show          |
      wait 50       | play
      show          |
      code 2004     | [live]
      show          |
      `,
    )
  })

  it('longer than an address lives: another one is asked for, and a dead one replaced afresh', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      hide          | [suspended]
      wait 1800000  |
      show          | [starting], ask live, stop, src rtmp-2
      wait 50       | play
      code 3004     |
      code -2301    | [retrying 1]
      wait 1050     | ask live fresh, stop, src rtmp-3, play
      code 2004     | [live]
      `,
    )
  })

  it('during a wait: the wait ends there and the retry comes with the app', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code -2301    | [retrying 1]
      hide          | [suspended]
      timers 0      |
      wait 60000    |
      show          | [starting], ask live, stop, src rtmp-2
      `,
    )
  })

  it('during a start: the answer that comes meanwhile is not acted on', async () => {
    await expectStory(
      viewer(),
      `
      provider-holds |
      mount         | [starting], ask live
      hide          | [suspended]
      provider-answers |
      wait 60000    |
      show          | [starting], ask live, src rtmp-2
      wait 50       | play
      `,
    )
  })

  it('and what is ended there is stopped when the app is back', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      hide          | [suspended]
      unpublish     | [stopped], url none, release s1
      show          | stop
      show          |
      wait 60000    |
      `,
    )
  })

  it('a tag that mounts there waits', async () => {
    await expectStory(
      viewer(),
      `
      hide          |
      mount         | [suspended]
      wait 60000    |
      show          | [starting], ask live, src rtmp-1
      wait 50       | play
      `,
    )
  })

  it('6000 before the picture: no start is given up in the background', async () => {
    await expectStory(
      viewer(),
      `
      mount         | [starting], ask live, src rtmp-1
      wait 50       | play
      code 6000     | [suspended]
      timers 0      |
      wait 60000    |
      code 2004     | [live]
      `,
    )
  })
})

describe('a call', () => {
  it('5001 while publishing, with an end of the interruption', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      code 5001     | [interrupted]
      interruption-begin |
      net netSpeed=300 |
      wait 60000    |
      interruption-end | [starting], ask HD mic camera, stop, url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      `,
    )
  })

  it('5001 while publishing, without any end: the return of the app is one', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      code 5001     | [interrupted]
      hide          | [suspended]
      wait 60000    |
      show          | [starting], ask HD mic camera, stop, url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      `,
    )
  })

  it('5001 with no end and no return: the person retries, and the tag may also come back by itself', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      code 5001     | [interrupted]
      retry         | [starting], ask HD mic camera, stop, url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      code 5001     | [interrupted]
      code 1002     | [live]
      `,
    )
  })

  it('while playing: 5001 and the interruption are one, its end plays again', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code 5001     | [interrupted]
      interruption-begin |
      interruption-end | [starting], ask live, stop, src rtmp-2
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it.each([
    ['its end is told', 'interruption-end'],
    ['its end is lost and the app comes back', 'show'],
  ])('an alarm while playing, %s', async (_, end) => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      interruption-begin | [interrupted]
      timers 0      |
      net videoFPS=15 |
      wait 60000    |
      ${end}        | [starting], ask live, stop, src rtmp-2
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it('that begins in the background and ends after it: waited for', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      hide          | [suspended]
      interruption-begin |
      interruption-end |
      show          | [starting], ask live, stop, src rtmp-2
      `,
    )
  })

  it('during a wait: no attempt into the call', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code -2301    | [retrying 1]
      interruption-begin | [interrupted]
      wait 60000    |
      other-network |
      interruption-end | [starting], ask live, stop, src rtmp-2
      `,
    )
  })

  it('2032, another app and iOS: the picture stays, nothing restarts', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code 2032     |
      wait 60000    |
      `,
    )
  })
})

describe('the network', () => {
  it('from wifi to 4g while live: nothing restarts', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      other-network |
      other-network |
      wait 60000    |
      `,
    )
  })

  it('from wifi to 4g while retrying: at once, with all attempts ahead, and once only', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code -2301    | [retrying 1]
      wait 1050     | ask live fresh, stop, src rtmp-2, play
      code -2301    | [retrying 2]
      other-network | [starting], ask live fresh, stop, src rtmp-3
      other-network |
      wait 50       | play
      other-network |
      code -2301    | [retrying 1]
      `,
    )
  })

  it('from wifi to 4g while buffering: asked once, the picture stays until the answer', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      code 1102     | [buffering]
      provider-holds |
      other-network | ask HD mic camera
      other-network |
      show          |
      provider-answers | stop, [starting], url rtmp-2
      wait 50       | start rtmp-2
      code 1002     | [live]
      `,
    )
  })

  it('from wifi to 4g after all attempts: tries again by itself', async () => {
    const lost = [1, 2, 3, 4, 5, 6, 7, 8].map(
      (attempt) => `
        code -1307  | [retrying ${attempt}]
        wait 15050  | ask HD mic camera, stop, url rtmp-${attempt + 1}, start rtmp-${attempt + 1}`,
    )
    await expectStory(
      publisher(),
      `${ON_AIR}${lost.join('')}
      code -1307    | stop, [failed publish-failed -1307], !publish-failed
      wait 600000   |
      other-network | [starting], ask HD mic camera, url rtmp-10
      wait 50       | start rtmp-10
      code 1002     | [live]
      `,
    )
  })

  it('gone and back while live: nothing restarts', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      offline       |
      wait 5000     |
      online        |
      online        |
      wait 60000    |
      `,
    )
  })

  it('gone while a retry waits: its timer goes, its place in the count stays', async () => {
    await expectStory(
      viewer(),
      `${VIEWER_LIVE}
      code -2301    | [retrying 1]
      wait 1050     | ask live fresh, stop, src rtmp-2, play
      code -2301    | [retrying 2]
      timers 1      |
      offline       |
      timers 0      |
      other-network |
      wait 600000   |
      online        | [starting], ask live fresh, stop, src rtmp-3
      wait 50       | play
      code 2004     | [live]
      `,
    )
  })

  it('gone for good: no attempt is spent, however often the tag is lost', async () => {
    const lost = Array.from(
      { length: 12 },
      () => `
      retry         | [starting], ask live fresh, [retrying 1]`,
    )
    await expectStory(
      viewer(),
      `
      offline       |
      provider-refuses network |
      mount         | [starting], ask live, [retrying 1]
      timers 0      |
      ${lost.map((line) => `provider-refuses network |${line}`).join('\n')}
      online        | [starting], ask live fresh, src rtmp-14
      wait 50       | play
      `,
    )
  })

  it('weak: warnings and bad figures, nothing restarts', async () => {
    await expectStory(
      publisher(),
      `${ON_AIR}
      code 1101     |
      net videoFPS=4 netSpeed=60 netQualityLevel=5 |
      net videoFPS=3 netSpeed=40 netQualityLevel=6 |
      code 1006     |
      code 1101     |
      wait 600000   |
      `,
    )
  })
})
