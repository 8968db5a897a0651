import { LiveError, type ErrorReason } from '../../../../src/errors'
import { createPlayerController } from '../../../../src/media/player-controller'
import { createPusherController } from '../../../../src/media/pusher-controller'
import type { PlayPreset } from '../../../../src/media/presets'
import type { PushMode } from '../../../../src/provider/types'
import { FakeClock } from '../harness'
import { addressOf, scripted, watch, type World } from './script'

type Script = ReturnType<typeof scripted>

/** What a script says of the provider and of the phone's native context. */
const surroundings = (script: Script): World['events'] => ({
  'provider-refuses': (rest) => {
    const [reason, waitMs] = rest.split(' ')
    script.refusals.push(LiveError.of(reason as ErrorReason, 'refused', waitMs ? { waitMs: Number(waitMs) } : {}))
  },
  'provider-holds': () => script.holds(true),
  'provider-answers': () => {
    script.holds(false)
    script.answers()
  },
  'device-fails': (name) => script.failing.add(name),
  'device-hangs': (name) => script.hanging.add(name),
  'device-gives-up': () => script.givesUp(),
  'device-works': () => {
    script.failing.clear()
    script.hanging.clear()
  },
})

/** A viewer. The provider offers rtmp only, unless the script says `offers flv rtmp`. */
export function viewer(media = { audio: true, video: true }): World {
  const clock = new FakeClock()
  const log: string[] = []
  const script = scripted(log)
  let kinds = ['rtmp']
  let count = 0
  let preset: PlayPreset = 'live'
  let insisted = {}
  const files: Record<string, string> = { flv: 'flv', hls: 'm3u8' }
  const address = (kind: string) => (files[kind] ? `https://a/${count}.${files[kind]}` : `${kind}://a/${count}`)
  const player = createPlayerController({
    streamId: 's1',
    ask({ mode, fresh }) {
      log.push(`ask ${mode}${fresh ? ' fresh' : ''}`)
      count += 1
      return script.answer(() => ({ urls: kinds.map(address), ...insisted }))
    },
    release: () => script.call('release'),
    native: () => undefined,
    preset: () => preset,
    media: () => media,
    clock,
  })
  watch(log, player)
  const call = (name: string) => () => script.call(name)
  const device = { play: call('play'), stop: call('stop'), pause: call('pause'), resume: call('resume') }
  return {
    clock,
    log,
    tag: player,
    events: {
      ...surroundings(script),
      mount: () => player.mount(device),
      unmount: () => player.unmount(),
      mute: () => player.mute(true),
      offers: (list) => (kinds = list.split(' ').filter(Boolean)),
      insists: (mode) => (insisted = { mode, attributes: { 'sound-mode': 'ear' } }),
      preset: (next) => player.setPreset((preset = next as PlayPreset)),
    },
  }
}

/** A publisher. A call that rejects is written as `rejects reason`. */
export function publisher(): World {
  const clock = new FakeClock()
  const log: string[] = []
  const script = scripted(log)
  let count = 0
  const pusher = createPusherController({
    ask({ mode, audio, video }) {
      log.push(`ask ${mode}${audio ? ' mic' : ''}${video ? ' camera' : ''}`)
      count += 1
      const url = `rtmp://a/${count}`
      return script.answer(() => ({ streamId: 's1', url }))
    },
    release: (streamId) => script.call('release', streamId),
    update: (_, { audio, video }) => script.call('update', `mic ${audio} camera ${video}`),
    native: () => undefined,
    mode: () => undefined,
    clock,
  })
  watch(log, pusher)
  const call = (name: string) => () => script.call(name)
  const device = {
    start: () => script.call('start', addressOf(pusher.snapshot.attributes.url)),
    stop: call('stop'),
    pause: call('pause'),
    resume: call('resume'),
    switchCamera: call('switchCamera'),
  }
  // Not awaited: what a call waits for may be a later line of the script.
  const tell = (work: Promise<unknown>) =>
    void work.then(undefined, (error: LiveError) => log.push(`rejects ${error.reason ?? error.message}`))
  return {
    clock,
    log,
    tag: pusher,
    events: {
      ...surroundings(script),
      mount: () => pusher.mount(device),
      unmount: () => pusher.unmount(),
      publish: () => tell(pusher.publish()),
      unpublish: () => tell(pusher.unpublish()),
      camera: (on) => tell(pusher.setCamera(on === 'on')),
      mic: (on) => tell(pusher.setMic(on === 'on')),
      flip: () => tell(pusher.switchCamera()),
      quality: (mode) => pusher.setQuality(mode as 'SD'),
      link: (on) => pusher.setMode(on === 'on' ? ('RTC' as PushMode) : undefined),
      silence: (on) => pusher.silence(on === 'on'),
      moved: (streamId) => pusher.retarget({ streamId, url: 'rtmp://a/99' }),
    },
  }
}
