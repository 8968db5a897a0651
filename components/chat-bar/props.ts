import type { Gift } from '../../src/index'
import { common } from '../shared/props'

/** `list`: the messages under one another. `barrage`: they fly over the picture in lanes, and what I write flies with them. */
export type ChatMode = 'list' | 'barrage'

export const CHAT_MODES: readonly ChatMode[] = ['list', 'barrage']

/** One of the gifts offered: `icon` is a native emoji character. */
export type GiftOffer = Omit<Gift, 'count'> & { icon?: string }

export const properties = {
  ...common,
  /**
   * How messages are shown. In `barrage` what I could not send still stands in the list, with its retry.
   * @since 0.1.0
   */
  mode: { type: String, value: 'list' as ChatMode },
  /**
   * Grey text in the empty input; empty: the kit's own.
   * @since 0.1.0
   */
  placeholder: { type: String, value: '' },
  /**
   * Longest message, in characters; 200 where it is not above 0.
   * @since 0.1.0
   */
  maxLength: { type: Number, value: 200 },
  /**
   * Offer the like button, where the provider has likes.
   * @since 0.1.0
   */
  like: { type: Boolean, value: true },
  /**
   * Offer the emoji panel.
   * @since 0.1.0
   */
  emoji: { type: Boolean, value: true },
  /**
   * Offer the gift panel, where the provider has gifts: the gifts of `gifts`, and whatever stands in the slot `gifts`.
   * @since 0.1.0
   */
  gift: { type: Boolean, value: false },
  /**
   * Gifts that cost nothing: a tap sends one. Gifts that are paid for belong in the slot: send them with
   * `getRoom().chat.gift({ id, name, count })` once your backend says so.
   * @since 0.1.0
   */
  gifts: { type: Array, value: [] as GiftOffer[] },
  /**
   * Pinned above the messages until the viewer closes it; another text shows again.
   * @since 0.1.0
   */
  notice: { type: String, value: '' },
  /**
   * Rows for who came and who left. Where messages may be missing there is a line in any case.
   * @since 0.1.0
   */
  system: { type: Boolean, value: false },
  /**
   * Name of a filter made known by `registerMessageFilter`; it may reword or drop what others say, and veto what I write.
   * @since 0.1.0
   */
  filter: { type: String, value: '' },
}
