/** Window settings that name a value of theme.json (`@navigationBackground`). */
import type { Theme } from '../env/types'
import type { Manifest, WindowConfig } from '../manifest'

export function themedConfig(config: WindowConfig, manifest: Manifest, theme: Theme): WindowConfig {
  const values = (manifest.theme[theme] ?? {}) as Record<string, unknown>
  const entries = Object.entries(config).map(([name, value]) => {
    const named = typeof value === 'string' && value.startsWith('@') ? values[value.slice(1)] : value
    return [name, named]
  })
  return Object.fromEntries(entries) as WindowConfig
}
