/** `wx`: the parts put together; anything else says that the preview does not have it. */
import { createCameraContext } from '../builtins/camera'
import { createVideoContext } from '../builtins/video'
import { createLivePlayerContext, createLivePusherContext } from '../media/index'
import { accountApi } from './account'
import { audioApi } from './audio'
import { phoneLog } from '../runtime/phone-log'
import { originalPlace } from '../runtime/source-position'
import { canIUse } from './can-i-use'
import { chooseApi } from './choose'
import { deviceApi } from './device'
import { eventApi } from './events'
import { filesApi } from './files'
import { logApi } from './log'
import { networkApi } from './network'
import { pageApi } from './page'
import { permissionApi } from './permission'
import { picturesApi } from './pictures'
import { queryApi } from './query'
import { socketApi } from './socket'
import { storageApi } from './storage'
import { subpackageApi } from './subpackage'
import { tabBarApi } from './tab-bar'
import { transferApi } from './transfer'
import { uiApi } from './ui'
import type { WxApi, WxDeps } from './types'

export function createWx(deps: WxDeps): WxApi {
  const { navigation } = deps
  const wx: WxApi = {
    ...accountApi(deps),
    ...audioApi(deps),
    ...chooseApi(deps),
    ...deviceApi(deps),
    ...eventApi(deps),
    ...filesApi(),
    ...logApi(),
    ...networkApi(deps),
    ...pageApi(deps),
    ...permissionApi(deps),
    ...picturesApi(deps),
    ...queryApi(deps),
    ...socketApi(deps),
    ...storageApi(deps),
    ...subpackageApi(deps),
    ...tabBarApi(deps),
    ...transferApi(deps),
    ...uiApi(deps),
    createVideoContext: (id: string, owner?: unknown) => createVideoContext(id, owner ?? navigation.top?.instance),
    createCameraContext: () => createCameraContext(navigation.top?.id ?? ''),
    createLivePusherContext: () => createLivePusherContext(navigation.top?.id ?? ''),
    createLivePlayerContext: (id: string, owner?: unknown) =>
      createLivePlayerContext(id, owner ?? navigation.top?.instance),
  }
  wx['canIUse'] = (schema: string) => canIUse(schema, wx)
  return new Proxy(wx, { get: (target, name) => read(target, name) })
}

const reported = new Set<string>()

/** An unknown API is undefined, so that feature tests (`if (wx.x)`) take the other way; the first use of each is reported. */
function read(wx: WxApi, name: string | symbol): unknown {
  if (typeof name === 'symbol' || name in wx || !looksLikeApi(name)) return wx[name as string]
  const { stack = '' } = new Error()
  if (!reported.has(name)) {
    reported.add(name)
    void originalPlace(stack).then((place) => {
      const detail = `wx.${name} is not supported by the preview${place ? ` (${place})` : ''}`
      phoneLog.add({ kind: 'error', source: 'preview', name: `wx.${name}`, detail, failed: true })
      console.warn(detail)
    })
  }
  return undefined
}

/** `wx.then` and the like are read by the language and by libraries that probe. */
const looksLikeApi = (name: string): boolean =>
  !['then', 'toJSON', 'constructor', 'prototype', '$$typeof'].includes(name)
