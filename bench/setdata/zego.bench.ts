/**
 * zego-express-engine-miniprogram in its context mode (`initContext`), where it keeps pusher and player list in the page's data
 * itself. Without its cloud there is no login, no stream URL and no report; the list handling is all there. It does nothing for
 * volume and netstatus, because it shows neither.
 */
import path from 'node:path'
import { load, render, wxApi, type Node } from '../../test/support/simulate'
import { Meter, play, report, SIZES, urlOf, type Subject } from './script'

interface Engine {
  initContext(context: { wxContext: object; pushAtr: string; playAtr: string }): void
  createPusher(attributes?: object): unknown
  getPlayerInstance(streamId: string): unknown
  setPlayerAttributes(streamId: string, attributes: object): void
}

jest.useFakeTimers()
const meter = new Meter()
for (const name of ['request', 'getNetworkType', 'onNetworkStatusChange', 'connectSocket', 'onAppShow', 'onAppHide'])
  wxApi[name] = () => undefined
// eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS, and only after `wx` is ready
const { ZegoExpressEngine } = require('../peers/node_modules/zego-express-engine-miniprogram') as {
  ZegoExpressEngine: new (appId: number, server: string) => Engine
}
const page = load(path.join(__dirname, 'pages/zego/index'))

function zego(): Subject {
  let node: Node
  let engine: Engine
  return {
    enter() {
      node = render(page)
      engine = new ZegoExpressEngine(1234567890, 'wss://zego.invalid/ws')
      engine.initContext({ wxContext: node.instance, pushAtr: 'pusher', playAtr: 'players' })
      engine.createPusher({ url: urlOf('me') })
    },
    join(who) {
      engine.getPlayerInstance(who)
      engine.setPlayerAttributes(who, { src: urlOf(who), mode: 'RTC' })
    },
    volume: () => undefined,
    ownVolume: () => undefined,
    netstatus: () => undefined,
    leave: () => undefined,
  }
}

test.each(SIZES)('zego-express-engine-miniprogram with %i', async (n) => {
  const count = await play(zego(), n, meter)
  expect(count.calls).toBeGreaterThan(n)
  report('zego-express-engine-miniprogram', n, count)
})
