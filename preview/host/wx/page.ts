/** Navigation, launch options and sharing. */
import { openMenu } from '../ui/menu'
import { api } from './api'
import type { WxApi, WxDeps } from './types'

interface To {
  url: string
}

export function pageApi({ navigation, app, screen, manifest, settings }: WxDeps): WxApi {
  const shareable = (on: boolean) => {
    if (navigation.top) navigation.top.shareHidden = !on
  }
  return {
    navigateTo: api('navigateTo', ({ url, events }: To & { events?: Record<string, (data: unknown) => void> }) => ({
      eventChannel: navigation.navigateTo(url, events),
    })),
    redirectTo: api('redirectTo', ({ url }: To) => navigation.redirectTo(url)),
    reLaunch: api('reLaunch', ({ url }: To) => navigation.reLaunch(url)),
    switchTab: api('switchTab', ({ url }: To) => navigation.switchTab(url)),
    navigateBack: api('navigateBack', ({ delta }: { delta?: number }) => navigation.navigateBack(delta)),
    exitMiniProgram: api('exitMiniProgram', () => screen.env.set('foreground', false)),
    getLaunchOptionsSync: () => structuredClone(app.launch),
    getEnterOptionsSync: () => structuredClone(app.enter),
    showShareMenu: api('showShareMenu', () => shareable(true)),
    hideShareMenu: api('hideShareMenu', () => shareable(false)),
    updateShareMenu: api('updateShareMenu', () => {}),
    enableAlertBeforeUnload: api('enableAlertBeforeUnload', ({ message }: { message: string }) => {
      if (navigation.top) navigation.top.leaveQuestion = message
    }),
    disableAlertBeforeUnload: api('disableAlertBeforeUnload', () => {
      if (navigation.top) navigation.top.leaveQuestion = undefined
    }),
    openShareMenu: () => openMenu(screen, { app, navigation, manifest, settings }),
    stopPullDownRefresh: api('stopPullDownRefresh', () => navigation.top?.frame.setLoading(false)),
    startPullDownRefresh: api('startPullDownRefresh', () => {
      navigation.top?.frame.setLoading(true)
      navigation.top?.call('onPullDownRefresh')
    }),
  }
}
