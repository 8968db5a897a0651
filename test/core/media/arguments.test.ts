import { playerStory, pusherStory } from './harness'

describe('bad arguments are named with their call', () => {
  const player = () => playerStory().player
  const pusher = () => pusherStory().pusher
  it.each<[string, () => unknown, string]>([
    ['player.mount', () => player().mount(undefined as never), 'player.mount: device'],
    ['player.mount', () => player().mount({} as never), 'player.mount: device'],
    ['player.native', () => player().native('tap' as never, {}), 'player.native: type'],
    ['player.mute', () => player().mute('yes' as never), 'player.mute: on has to be true or false'],
    ['pusher.mount', () => pusher().mount(null as never), 'pusher.mount: device'],
    ['pusher.native', () => pusher().native(1 as never, {}), 'pusher.native: type'],
    ['pusher.setQuality', () => pusher().setQuality('RTC' as never), 'pusher.setQuality: mode has to be SD, HD or FHD'],
    ['pusher.setCamera', () => pusher().setCamera(1 as never), 'pusher.setCamera: on has to be true or false'],
    ['pusher.setMic', () => pusher().setMic(undefined as never), 'pusher.setMic: on has to be true or false'],
  ])('%s', async (_, call, message) => {
    const thrown = await (async () => call())().catch((error: unknown) => error)
    expect(thrown).toMatchObject({ reason: 'invalid-argument', message: expect.stringContaining(message) as unknown })
  })
})
