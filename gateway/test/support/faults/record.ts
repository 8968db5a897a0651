/** What clients saw, as plain data: receivers in {@link Fact}s, senders in {@link Acknowledgement}s. */

/** A place in a room's log. */
export interface Position {
  epoch: string
  s: number
}

/** One message as a receiver was given it: whose it is, and which of theirs, counted from 1. */
export interface Said extends Position {
  from: string
  number: number
}

/** What happened to a receiver, in order. */
export type Fact =
  /** The state was replaced, at this place. `gap`: after the first one, or by the server's word: something was missed. */
  | ({ t: 'snapshot'; gap: boolean; messages: readonly Said[] } & Position)
  /** The log goes on where it was left, under this epoch. `s` is the head to catch up with. */
  | ({ t: 'resumed' } & Position)
  /** A frame of events: seqs `first` to `last`, `count` of them. */
  | { t: 'events'; first: number; last: number; count: number }
  /** The client told the app of a message. */
  | ({ t: 'message' } & Said)

export interface ReceiverRecord {
  receiver: string
  room: string
  facts: readonly Fact[]
}

/** The gateway said `ok`: from here on the message is not to be lost. */
export interface Acknowledgement extends Said {
  room: string
  /** It was in the log already when it was sent again. */
  dup: boolean
}

/** What is known of the fault from outside; without it every acknowledged message has to arrive. */
export interface Truth {
  /** Logs that were set back, oldest first: of this epoch, and of those before it, everything behind `s` is gone. */
  restores?: readonly Position[]
  /** All epochs, oldest first; needed where one ended without having been set back. */
  epochs?: readonly string[]
  /** Logs die with the gateway: another epoch is another log. */
  volatile?: boolean
  /** Events that the gateway keeps: who is further behind may be told of a gap. */
  ring?: number
}
