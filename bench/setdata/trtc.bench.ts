/** trtc-wx-sdk on a page as its README says, driven by the state codes that its own pusher would raise (1018, 1031 to 1034). */
import path from 'node:path'
import { load, render, wxApi, type Node } from '../../test/support/simulate'
import { Meter, play, report, SIZES, urlOf, type Subject } from './script'

jest.useFakeTimers()
const meter = new Meter()
wxApi.request = () => undefined
const page = load(path.join(__dirname, 'pages/trtc/index'))

function trtc(): Subject {
  let node: Node
  const raise = (code: number, message: object = {}) =>
    node.instance._pusherStateChangeHandler!({ detail: { code, message: JSON.stringify(message) } } as never)
  const of = (who: string) => ({
    currentTarget: { dataset: { userid: who, streamid: `${who}_main`, streamtype: 'main' } },
  })
  return {
    enter() {
      node = render(page)
      node.instance.enterRoom!()
      raise(1018)
    },
    join(who) {
      const playurl = urlOf(who)
      raise(1031, { userlist: [{ userid: who }] })
      raise(1033, { userlist: [{ userid: who, playurl, streamtype: 'main', hasvideo: true }] })
      raise(1034, { userlist: [{ userid: who, playurl, hasaudio: true }] })
    },
    volume: (who, volume) => node.instance._playerAudioVolumeNotify!({ ...of(who), detail: { volume } } as never),
    ownVolume: (volume) => node.instance._pusherAudioVolumeNotify!({ detail: { volume } } as never),
    netstatus: (who, info) => node.instance._playerNetStatus!({ ...of(who), detail: { info } } as never),
    leave(who) {
      raise(1032, { userlist: [{ userid: who }] })
    },
  }
}

test.each(SIZES)('trtc-wx-sdk with %i', async (n) => {
  const count = await play(trtc(), n, meter)
  expect(count.calls).toBeGreaterThan(n)
  report('trtc-wx-sdk', n, count)
})
