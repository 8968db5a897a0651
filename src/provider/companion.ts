import type { RoomProvider } from './types'

/**
 * The part of a provider that is not media, for clouds that carry nothing else; any provider of the kit is one. Over messages
 * alone it is made by `messageChannel` (`lianmai/providers/messages`).
 */
export type Companion = Pick<
  RoomProvider,
  'capabilities' | 'events' | 'join' | 'leave' | 'send' | 'link' | 'moderate' | 'wake'
>
