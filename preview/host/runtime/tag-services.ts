/** Connects the built-in tags to the running mini-program. */
import type { Services } from '../builtins/services'
import type { BuiltinHost } from '../builtins/types'
import { showToast } from '../ui/dialogs'
import { assetUrl, sharePage } from '../ui/menu'
import { openSettings } from '../ui/permission'
import type { AppInstance } from './app'
import type { Navigation } from './navigation'
import type { StartOptions } from './start'

export function tagServices(
  { screen, env, manifest, settings }: StartOptions,
  navigation: Navigation,
  app: AppInstance,
): Services {
  return {
    share(host: BuiltinHost) {
      const page = navigation.pages.find(({ id }) => id === host.pageId)
      const target = { id: host.id, dataset: datasetOf(host.el) }
      if (page) void sharePage(screen, { app, navigation, manifest, settings }, page, { from: 'button', target })
    },
    async openSetting() {
      await openSettings(screen, env)
      const answered = Object.entries(env.permissions).filter(([, permission]) => permission !== 'ask')
      return Object.fromEntries(answered.map(([scope, permission]) => [scope, permission === 'allow']))
    },
    navigate(openType, url, delta) {
      if (openType === 'navigateBack') navigation.navigateBack(delta)
      else if (openType === 'redirect') navigation.redirectTo(url)
      else if (openType === 'switchTab') navigation.switchTab(url)
      else if (openType === 'reLaunch') navigation.reLaunch(url)
      else navigation.navigateTo(url)
    },
    asset: (source, host) => assetUrl(source, (host.owner as { is?: string } | null)?.is ?? ''),
    keyboard: (height) => screen.keyboard(height),
    say: (message) => showToast(screen, { title: message, icon: 'none', duration: 3000 }),
    overlay: (node) => screen.overlay(node),
  }
}

function datasetOf(element: HTMLElement): Record<string, unknown> {
  const { __wxElement: node } = element as { __wxElement?: { dataset?: Record<string, unknown> } }
  return { ...node?.dataset }
}
