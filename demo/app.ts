import { registerProvider } from 'lianmai'
import { url } from 'lianmai/providers/url'
import { ownCameras } from './shared/cameras'

// The monitor page changes to it by its attribute `provider`: addresses of one's own, and no server.
registerProvider('url', url({ streams: ownCameras }))

App({})
