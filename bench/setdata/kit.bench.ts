/** Ours: live-room, player-grid, pusher-panel and a badge on every tile, over the real store and core; only the cloud is not there. */
import path from 'node:path'
import { registerProvider } from '../../src/index'
import { removeRoom } from '../../store/index'
import { FakeProvider, snapshotOf, user } from '../../test/support/fake-provider'
import { load, native, render, wxApi, type Node, type Rendered } from '../../test/support/simulate'
import { Meter, play, report, SIZES, urlOf, type Subject } from './script'

jest.useFakeTimers()
const meter = new Meter()
for (const name of ['setKeepScreenOn', 'onAppShow', 'offAppShow', 'onAppHide', 'offAppHide'])
  wxApi[name] = () => undefined
for (const name of ['onNetworkStatusChange', 'offNetworkStatusChange']) wxApi[name] = () => undefined
const page = load(path.join(__dirname, 'pages/kit/index'))

const me = user('me', { role: 'speaker' })
const RIGHTS = { publish: true, chat: true, link: false, host: false, moderate: false }
const later = () => jest.advanceTimersByTimeAsync(0)

function kit(most: number): Subject & { page(): Rendered } {
  const provider = new FakeProvider()
  provider.snapshot = snapshotOf({ me, rights: RIGHTS })
  provider.answers.play = (id: string) => ({ urls: [urlOf(id)] })
  provider.answers.publish = () => ({ streamId: 's-me', url: urlOf('me') })
  registerProvider('bench', () => provider)
  let node: Rendered
  const player = (who: string) => {
    const grid = node.querySelector('.grid')!
    return grid.querySelectorAll('.pg-tile')[(grid.data.ids as string[]).indexOf(`s-${who}`)]
  }
  return {
    page: () => node,
    async enter() {
      node = render(page, { most })
      await jest.advanceTimersByTimeAsync(500)
      native(pusher(node), 'statechange', { code: 1002 })
    },
    async join(who) {
      provider.events.emit('userJoined', user(who, { role: 'speaker' }))
      provider.events.emit('streamAdded', {
        id: `s-${who}`,
        userId: who,
        kind: 'camera',
        audio: true,
        video: true,
        startedAt: 1,
      })
      await jest.advanceTimersByTimeAsync(200)
      native(livePlayer(player(who)), 'statechange', { code: 2003 })
      await later()
    },
    volume: (who, volume) => native(livePlayer(player(who)), 'audiovolumenotify', { volume }),
    ownVolume: (volume) => native(pusher(node), 'audiovolumenotify', { volume }),
    netstatus: (who, info) => native(livePlayer(player(who)), 'netstatus', { info }),
    leave(who) {
      provider.events.emit('streamRemoved', { streamId: `s-${who}` })
      provider.events.emit('userLeft', { userId: who })
    },
  }
}

const livePlayer = (tile: Node | undefined) => tile?.querySelector('.pt-player')
const pusher = (node: Node) => node.querySelector('.panel')?.querySelector('.picture')

test.each(SIZES)('lianmai with %i', async (n) => {
  const subject = kit(n)
  report('lianmai', n, await play(subject, n, meter))
  subject.page().leave()
  removeRoom('default')
  await jest.advanceTimersByTimeAsync(1000)
})
