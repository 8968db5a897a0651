import { LiveError } from '../errors'
import { gateway } from './gateway/index'
import type { ProviderConfig, ProviderFactory, RoomProvider } from './types'

const factories = new Map<string, ProviderFactory>([['gateway', gateway()]])

/**
 * Makes a provider available by name, for `<live-room provider="name">` and `createRoom({ provider: 'name' })`.
 * By name, because the platform deep-copies properties: objects with methods never travel through WXML.
 * Registering a name again replaces it, for rooms joined from then on.
 */
export function registerProvider(name: string, factory: ProviderFactory): void {
  if (!name || typeof factory !== 'function')
    throw LiveError.of(
      'invalid-argument',
      'registerProvider: pass a name and a factory, e.g. registerProvider("zego", zego({ engine }))',
    )
  factories.set(name, factory)
}

/** @throws LiveError `unknown-provider`, listing the names that are registered. */
export function resolveProvider(name: string, config: ProviderConfig): RoomProvider {
  const factory = factories.get(name)
  if (!factory)
    throw LiveError.of(
      'unknown-provider',
      `provider "${name}" is not registered (known: ${Array.from(factories.keys()).join(', ')}); call registerProvider("${name}", ...) in app.js first`,
      { subject: 'provider' },
    )
  return factory(config)
}
