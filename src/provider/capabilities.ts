/** What a provider cannot do; components hide what would need it. */
export interface Capabilities {
  /** Chat messages. */
  chat: boolean
  /** Messages that fly over the picture. */
  barrage: boolean
  /** Likes. */
  like: boolean
  /** Gifts. */
  gift: boolean
  /** The app's own commands, to all or to some. */
  command: boolean
  /** Mic-link. */
  link: boolean
  /** Seats can be locked and changed. */
  seats: boolean
  /** Chat mute and kick. */
  moderate: boolean
  /** People can be kept out. */
  ban: boolean
  /** The room can be ended for everybody. */
  close: boolean
  /** Microphones can be taken and given back. */
  silence: boolean
  /** Roles can be changed and the room handed over. */
  roles: boolean
  /** Most streams one phone may play at once; `Infinity` when the provider sets no limit. */
  maxPlayers: number
}

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

/** Of a provider that carries streams and nothing else, without a limit; one that can more spreads it and says what. */
export const NO_CAPABILITIES: Capabilities = {
  chat: false,
  barrage: false,
  like: false,
  gift: false,
  command: false,
  link: false,
  seats: false,
  moderate: false,
  ban: false,
  close: false,
  silence: false,
  roles: false,
  maxPlayers: Infinity,
}
