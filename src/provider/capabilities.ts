import type { Capabilities } from './types'

/** Of a provider that can do everything and sets no limit; one that lacks something spreads it and says what. */
export const ALL_CAPABILITIES: Capabilities = {
  chat: true,
  barrage: true,
  like: true,
  gift: true,
  command: true,
  link: true,
  seats: true,
  moderate: true,
  ban: true,
  close: true,
  silence: true,
  roles: true,
  maxPlayers: Infinity,
}
