import { registerProvider } from 'lianmai'
import { simulated } from 'lianmai/providers/simulated'
import { trtc } from 'lianmai/providers/trtc'
import { url } from 'lianmai/providers/url'
import { zego } from 'lianmai/providers/zego'
import { ownCameras } from './shared/cameras'
import { config } from './shared/config'
import { whoAmI } from './shared/session'
import { simulatedRooms } from './shared/simulated'

// The gateway is registered already. Every page takes one of these by its attribute `provider`.
const userId = () => whoAmI().id
const { zego: account } = config

registerProvider('simulated', simulated(simulatedRooms))
// For the monitor page: addresses of one's own, and no server.
registerProvider('url', url({ streams: ownCameras }))

if (account) {
  const engine = new account.ZegoExpressEngine(account.appId, account.server)
  registerProvider('zego', zego({ engine, userId }))
}
if (config.trtc) registerProvider('trtc', trtc({ ...config.trtc, userId }))

App({})
