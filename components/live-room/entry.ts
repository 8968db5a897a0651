/** Getting in: what the attributes say, against where the session stands. */
import { type JoinRequest, LiveError, type Role } from '../../src/index'
import type { RoomStore } from '../../store/index'

export interface EntryProps {
  roomId: string
  url: string
  token: string
  role: Role | ''
  userName: string
  avatar: string
  provider: string
  autoJoin: boolean
}

/** Attributes often come from a request of the page; this long, in ms, nobody is told that one is missing. */
export const GRACE_MS = 3000

/** @returns the attribute without which the room cannot be entered, as written in WXML */
export function missingAttribute({
  roomId,
  url,
  token,
  provider,
}: EntryProps): 'room-id' | 'url' | 'token' | undefined {
  if (!roomId) return 'room-id'
  if (!url && provider === 'gateway') return 'url'
  return token ? undefined : 'token'
}

function missingError(attribute: string): LiveError {
  const message = `<live-room>: the attribute "${attribute}" is missing; write <live-room ${attribute}="...">`
  return LiveError.of('missing-attribute', message, { subject: attribute })
}

type Request = JoinRequest & { token: string }

function requestOf({ roomId, token, role, userName, avatar }: EntryProps): Request {
  return {
    roomId,
    token,
    ...(role && { role }),
    ...(userName && { name: userName }),
    ...(avatar && { avatar }),
  }
}

/** What the attributes come down to. */
export interface Wish {
  missing: LiveError | undefined
  request: Request
  autoJoin: boolean
}

export function wishOf(props: EntryProps): Wish {
  const missing = missingAttribute(props)
  return { missing: missing && missingError(missing), request: requestOf(props), autoJoin: props.autoJoin }
}

/** One live-room's way into one core room; `close()` when the component or the core room goes. */
export class Entry {
  /** There from the first `update` on, which is where it begins. */
  private wish!: Wish
  private used: Request | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Only the newest attempt may report: an older one fails because it was overtaken. */
  private attempt = 0

  constructor(
    private readonly store: RoomStore,
    private readonly report: (error: LiveError | undefined) => void,
  ) {}

  /** The attributes changed. */
  update(wish: Wish): void {
    this.wish = wish
    this.stopTimer()
    const { missing, request, autoJoin } = wish
    if (missing) {
      if (autoJoin) this.timer = setTimeout(() => this.report(missing), GRACE_MS)
      return
    }
    this.report(undefined)
    const { used } = this
    if (!used) {
      if (autoJoin) void this.join()
    } else if (request.roomId !== used.roomId) void this.leave().then(() => this.join())
    else if (request.token !== used.token) void this.renew(request)
  }

  /** Enters, or enters again. A failure goes to `report` and does not reject: whoever calls this is a button. */
  async join(): Promise<void> {
    const { missing, request } = this.wish
    this.report(missing)
    if (missing) return
    this.used = request
    await this.settle(++this.attempt, this.store.join(request))
  }

  leave(): Promise<void> {
    return this.settle(++this.attempt, this.store.leave())
  }

  close(): void {
    this.attempt += 1
    this.stopTimer()
  }

  private async renew(request: Request): Promise<void> {
    const { connection, room } = this.store
    if (!room) return
    if (connection.state === 'left') return connection.reason === 'left' ? undefined : this.join()
    this.used = request
    await this.settle(this.attempt, room.renewToken(request.token))
  }

  private async settle(attempt: number, work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (thrown) {
      if (attempt === this.attempt)
        this.report(LiveError.from(thrown, 'network', '<live-room>: the room could not be entered'))
    }
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = undefined
  }
}
