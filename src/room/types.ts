/**
 * The core's public face: `createRoom()` and its parts. Each part holds one immutable snapshot and says when it changed;
 * the MobX store and any other UI copy snapshots, never live objects.
 */
import type { Emitter } from '../emitter'
import type { LiveError } from '../errors'
import type { Grade, NetStatus } from '../media/types'
import type {
  Gift,
  IncomingMessage,
  JoinRequest,
  LeaveReason,
  LinkEndReason,
  LinkOptions,
  LinkOutcome,
  LinkRequest,
  ProviderConfig,
  RoomProvider,
  Role,
  Stream,
  StreamId,
  User,
  UserId,
} from '../provider/types'
import type { PlayerController, PusherController } from './controllers'
import type { LinkPartSnapshot, MessagesSnapshot, SessionSnapshot } from './snapshots'

export type * from './snapshots'

/** A part of the room: one snapshot, one change event. */
export interface Part<S> {
  /** As it stands; never changed, only replaced. */
  readonly snapshot: S
  /** Calls back whenever the snapshot is replaced. @returns undo */
  onChange(listener: (snapshot: S) => void): () => void
}

/** Who I am and how the connection stands. */
export interface SessionPart extends Part<SessionSnapshot> {}

/**
 * Who is here, in join order. Of a big room (on the gateway: over 500 people) the first to come and all who do more than watch
 * and talk: `session.online` counts everybody, and a message carries its sender's name.
 */
export interface UsersPart extends Part<readonly User[]> {
  /** The person of that id, if here. */
  get(userId: UserId): User | undefined
}

/** What can be played, in the order it began; mine too. */
export interface StreamsPart extends Part<readonly Stream[]> {
  /** The stream of that id, while it runs. */
  get(streamId: StreamId): Stream | undefined
}

/** What people say. */
export interface MessagesPart extends Part<MessagesSnapshot> {
  /** Resolves when the server has it; the entry is in the list as `pending` at once. */
  chat(text: string): Promise<void>
  /** As chat; shown over the picture. */
  barrage(text: string): Promise<void>
  /** As chat. */
  gift(gift: Gift): Promise<void>
  /** Gathered over 500 ms before it is sent; while reconnecting it waits. */
  like(count?: number): void
  /** The app's own message, to everybody or to some; arrives as event `command`. `data` is what JSON can carry. */
  command(command: string, data: unknown, to?: UserId[]): Promise<void>
  /** Sends a failed entry again; without a key all of them, in order. */
  retry(key?: string): Promise<void>
  /** Removes a failed entry. */
  discard(key: string): void
}

/** Mic-link: what I ask, and what a host answers. What comes of it arrives in the snapshot. */
export interface LinkPart extends Part<LinkPartSnapshot> {
  /** Asks to be linked; resolves when the server has queued it. */
  request(options?: LinkOptions): Promise<void>
  /** Withdraws my request, or (host, by id) an invitation. */
  cancel(requestId?: string): Promise<void>
  /** Host: a request by id. Invited person: without id, my invitation. */
  accept(requestId?: string): Promise<void>
  /** As accept; `message` is what the refused person reads. */
  refuse(requestId?: string, message?: string): Promise<void>
  /** Host: asks somebody to be linked. */
  invite(userId: UserId, options?: LinkOptions): Promise<void>
  /** My link, or (host) somebody's. */
  end(userId?: UserId): Promise<void>
  /** Host: nobody is seated here by request any more, or again. Whoever sits here stays. */
  lockSeat(index: number, on: boolean): Promise<void>
  /** Changes to another free seat: I, or (host) `userId`. */
  moveTo(index: number, userId?: UserId): Promise<void>
}

/** What happens in the room, beside the snapshots. */
export interface RoomEvents {
  /** Every failure of the room that was not already a rejection of a call; the UI funnel. */
  error: LiveError
  /** A command arrived; mine too. */
  command: IncomingMessage & { kind: 'command' }
  /** Somebody came or went; notices are made of these. */
  userJoined: User
  /** As `userJoined`. */
  userLeft: { userId: UserId; name: string }
  /** A moderator made somebody, perhaps me, something else. */
  roleChanged: { user: User; before: Role }
  /** A request or invitation waits from now on. */
  linkRequested: LinkRequest
  /** It waits no more; `by` and `message`: who answered, and in what words. */
  linkSettled: { userId: UserId; outcome: LinkOutcome; by?: UserId; message?: string }
  /** Somebody sits. */
  linkStarted: { userId: UserId; seat: number }
  /** The seat is free again. */
  linkEnded: { userId: UserId; seat: number; reason: LinkEndReason }
  /** The session was ended from the other side. */
  left: { reason: LeaveReason; cause?: LiveError }
  /** Messages may have been lost while away: say so. What is in the room's parts when this is told was there before. */
  gap: Record<string, never>
}

/** What a ban may say beside who. */
export interface BanOptions {
  /** How long, a whole number from 1; left out: for good. */
  seconds?: number
}

/** What {@link Room} is made with. */
export interface RoomOptions extends ProviderConfig {
  /** A registered name (default `gateway`) or a provider instance. */
  provider?: string | RoomProvider
  /** Messages kept (default 200). */
  maxMessages?: number
  /** How streams outside a conversation are played (`PLAY_PRESETS`): default `live`; `monitor` for the lowest delay. */
  scene?: 'live' | 'monitor'
}

/** One room: parts, tags, and the session. */
export interface Room {
  /** Who I am and how the connection stands. */
  readonly session: SessionPart
  /** Who is here. */
  readonly users: UsersPart
  /** What can be played. */
  readonly streams: StreamsPart
  /** What people say. */
  readonly messages: MessagesPart
  /** Mic-link. */
  readonly link: LinkPart
  /** My picture and sound. */
  readonly pusher: PusherController
  /** What happens, beside the snapshots. */
  readonly events: Emitter<RoomEvents>
  /** The controller of a stream; the same object for the same stream while the stream lives. */
  player(streamId: StreamId): PlayerController
  /** Enters. Rejects with what the server or the arguments say; may be tried again. */
  join(request: JoinRequest): Promise<void>
  /** Leaves; nothing of the session keeps running. Harmless when not in a room. */
  leave(): Promise<void>
  /** Host and moderators. Rejects with `unsupported` where the provider has no moderation. */
  kick(userId: UserId): Promise<void>
  /**
   * Moderators: out of the room, and refused with `banned` for so many seconds; without them for good. Also for somebody who is
   * not here.
   */
  ban(userId: UserId, options?: BanOptions): Promise<void>
  /** Moderators: that person may come in again. */
  unban(userId: UserId): Promise<void>
  /** Moderators: the room is over for everybody, me included, with reason `room-closed`. A host who joins later opens it again. */
  close(): Promise<void>
  /** Takes or gives back the right to write. As kick. */
  muteChat(userId: UserId, on: boolean): Promise<void>
  /**
   * Moderators: takes (gives back) the microphone of whoever publishes and is no host, on a seat or not. Their own pusher goes
   * silent, and cannot be turned on until it is given back. Ends with a link; by role it lasts, over leaving too.
   */
  silence(userId: UserId, on: boolean): Promise<void>
  /** Moderators: everybody who publishes and is no host, in one step; who begins to while it is on is silenced too. Off gives all back. */
  silenceAll(on: boolean): Promise<void>
  /**
   * Moderators: makes somebody else anchor, speaker, audience or admin, for as long as they stay. Who may publish no more
   * has the stream ended; who publishes by the new role needs no seat and gives it back. The last host cannot be made something else.
   */
  setRole(userId: UserId, role: Role): Promise<void>
  /** Host: that person is anchor and I am speaker, in one step. Requests and links go on with the new host. */
  transferHost(userId: UserId): Promise<void>
  /** A fresh token before the old one expires; not needed where join() was given a function. */
  renewToken(token: string): Promise<void>
  /** The page is shown again: undoes {@link Room.sleep}. */
  wake(): void
  /**
   * The page is hidden: players and pusher are `suspended` until {@link Room.wake}. App, network and audio events of the
   * phone the room hears itself, from joining to leaving; each acts once, whoever tells it first.
   */
  sleep(): void
  /** Something else took the phone's sound (true: as wx.onAudioInterruptionBegin) or gave it back (false: ...End). */
  interrupted(on: boolean): void
}

export type { Grade, NetStatus, PlayerController, PusherController }
