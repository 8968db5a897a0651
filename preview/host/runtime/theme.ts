/** Settings of window and tabBar that name a value of theme.json (`@navigationBackground`). */
import type { Theme } from '../env/types'
import type { Manifest, TabBarConfig } from '../manifest'

export function themedConfig<T extends object>(config: T, manifest: Manifest, theme: Theme): T {
  const values = (manifest.theme[theme] ?? {}) as Record<string, unknown>
  const entries = Object.entries(config).map(([name, value]) => {
    const named = typeof value === 'string' && value.startsWith('@') ? values[value.slice(1)] : value
    return [name, named]
  })
  return Object.fromEntries(entries) as T
}

export function themedTabBar(config: TabBarConfig, manifest: Manifest, theme: Theme): TabBarConfig {
  return {
    ...themedConfig(config, manifest, theme),
    list: config.list.map((item) => themedConfig(item, manifest, theme)),
  }
}
