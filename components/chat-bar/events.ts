import type { Gift } from '../../src/index'
import type { ErrorDetail } from '../shared/action'

export interface ChatBarEvents {
  /**
   * My message is in the room.
   * @since 0.1.0
   */
  messagesend: { text: string }
  /**
   * My gift out of `gifts` is in the room.
   * @since 0.1.0
   */
  giftsend: { gift: Gift }
  /**
   * The emoji or the gift panel opened; `none`: it closed.
   * @since 0.1.0
   */
  panelchange: { panel: 'emoji' | 'gift' | 'none' }
  /**
   * I liked; raised with each tap, sent by the core in batches.
   * @since 0.1.0
   */
  like: { count: number }
  /**
   * Something a person tried did not work; the sentence is on screen.
   * @since 0.1.0
   */
  error: ErrorDetail
}
