import type { Role } from '../../src/index'
import { look } from '../shared/props'

export const properties = {
  /**
   * The room on the server. Required. Another one leaves the old room and enters the new.
   * @since 0.1.0
   */
  roomId: { type: String, value: '' },
  /**
   * Address of the room server, `wss://`. Required with the provider `gateway`.
   * @since 0.1.0
   */
  url: { type: String, value: '' },
  /**
   * Proves who the person is; made by your server. Required. A new one is passed on while in the room, and enters again
   * after the old one expired.
   * @since 0.1.0
   */
  token: { type: String, value: '' },
  /**
   * The role wished for; the token's role wins. Empty: the token's.
   * @since 0.1.0
   */
  role: { type: String, value: '' as Role | '' },
  /**
   * The person's display name. Empty: the token's.
   * @since 0.1.0
   */
  userName: { type: String, value: '' },
  /**
   * URL of the person's picture.
   * @since 0.1.0
   */
  avatar: { type: String, value: '' },
  /**
   * Key of this room's store on the phone, for `getRoom(name)` and for parts with `room="name"`.
   * @since 0.1.0
   */
  name: { type: String, value: 'default' },
  /**
   * A provider's registered name.
   * @since 0.1.0
   */
  provider: { type: String, value: 'gateway' },
  /**
   * How people outside a conversation are played: `live` smooth, `monitor` with the lowest delay.
   * @since 0.1.0
   */
  scene: { type: String, value: 'live' as 'live' | 'monitor' },
  /**
   * Enters as soon as the required attributes are there. Otherwise call the component's `join()`.
   * @since 0.1.0
   */
  autoJoin: { type: Boolean, value: true },
  /**
   * Keeps the screen on while in the room.
   * @since 0.1.0
   */
  keepScreenOn: { type: Boolean, value: true },
  /**
   * Shows who came, left or is linked, for a few seconds each.
   * @since 0.1.0
   */
  notices: { type: Boolean, value: true },
  ...look,
}
