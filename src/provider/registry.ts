import { demand, LiveError } from '../errors'
import { gateway } from './gateway/index'
import type { ProviderConfig, ProviderFactory, RoomProvider } from './types'

const factories = new Map<string, ProviderFactory>([['gateway', gateway()]])

/**
 * Makes a provider available by name, for `<live-room provider="name">` and `createRoom({ provider: 'name' })`.
 * By name, because the platform deep-copies properties: objects with methods never travel through WXML.
 * Registering a name again replaces it, for rooms joined from then on.
 * @throws LiveError `invalid-argument`
 * @example registerProvider('zego', zego({ engine }))
 */
export function registerProvider(name: string, factory: ProviderFactory): void {
  const call = 'registerProvider'
  demand(name && typeof name === 'string', call, 'name', 'a string that is not empty')
  demand(typeof factory === 'function', call, 'factory', 'a function that makes a provider')
  factories.set(name, factory)
}

/**
 * Makes the provider of that name.
 * @throws LiveError `unknown-provider`, listing the names that are registered
 */
export function resolveProvider(name: string, config: ProviderConfig): RoomProvider {
  const factory = factories.get(name)
  if (factory) return factory(config)
  const known = Array.from(factories.keys()).join(', ')
  throw LiveError.of(
    'unknown-provider',
    `provider "${name}" is not registered (known: ${known}); call registerProvider() in app.js first`,
    { subject: 'provider' },
  )
}
