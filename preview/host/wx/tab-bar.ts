/** The tab bar from scripts: badges, red dots, texts, colours, shown and hidden. */
import type { TabBar } from '../ui/tab-bar'
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

interface At {
  index: number
}

export function tabBarApi({ screen, navigation }: WxDeps): WxApi {
  /** WeChat refuses these on a page that is no tab. */
  const bar = (): TabBar => {
    const { top } = navigation
    if (!screen.tabBar || !top || !navigation.isTab(top.unit.id)) throw new ApiError('not TabBar page')
    return screen.tabBar
  }
  const tab = (index: number): TabBar => {
    const found = bar()
    if (!(index >= 0 && index < found.size)) throw new ApiError(`tabbar item not found: index ${index}`)
    return found
  }
  return {
    setTabBarBadge: api('setTabBarBadge', ({ index, text }: At & { text: string }) =>
      tab(index).mark(index, String(text)),
    ),
    removeTabBarBadge: api('removeTabBarBadge', ({ index }: At) => tab(index).mark(index, undefined)),
    showTabBarRedDot: api('showTabBarRedDot', ({ index }: At) => tab(index).mark(index, '')),
    hideTabBarRedDot: api('hideTabBarRedDot', ({ index }: At) => tab(index).mark(index, undefined)),
    setTabBarItem: api(
      'setTabBarItem',
      ({ index, ...item }: At & { text?: string; iconPath?: string; selectedIconPath?: string }) =>
        tab(index).setItem(index, item),
    ),
    setTabBarStyle: api('setTabBarStyle', (style: object) => bar().setStyle(style)),
    showTabBar: api('showTabBar', () => {
      bar()
      screen.showTabBar(true)
    }),
    hideTabBar: api('hideTabBar', () => {
      bar()
      screen.showTabBar(false)
    }),
  }
}
