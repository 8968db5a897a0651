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

export function missingError(attribute: string): LiveError {
  const message = `<live-room>: the attribute "${attribute}" is missing; write <live-room ${attribute}="...">`
  return LiveError.of('missing-attribute', message, { subject: attribute })
}

function requestOf({ roomId, token, role, userName, avatar }: EntryProps): JoinRequest {
  return {
    roomId,
    token,
    ...(role ? { role } : {}),
    ...(userName ? { name: userName } : {}),
    ...(avatar ? { avatar } : {}),
  }
}

/** One live-room's way into one core room; `close()` when the component or the core room goes. */
export class Entry {
  private used: EntryProps | undefined
  private props: EntryProps | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Only the newest attempt may report: an older one fails because it was overtaken. */
  private attempt = 0

  constructor(
    private readonly store: RoomStore,
    private readonly report: (error: LiveError | undefined) => void,
  ) {}

  /** The attributes changed. */
  update(props: EntryProps): void {
    this.props = props
    this.stopTimer()
    const missing = missingAttribute(props)
    if (missing) {
      if (props.autoJoin) this.timer = setTimeout(() => this.report(missingError(missing)), GRACE_MS)
      return
    }
    this.report(undefined)
    if (!this.used) {
      if (props.autoJoin) void this.join()
    } else if (props.roomId !== this.used.roomId) void this.move()
    else if (props.token !== this.used.token) void this.renew(props)
  }

  /** Enters, or enters again. A failure goes to `report` and does not reject: whoever calls this is a button. */
  async join(): Promise<void> {
    const { props } = this
    if (!props) return
    const missing = missingAttribute(props)
    if (missing) return this.report(missingError(missing))
    this.report(undefined)
    this.used = props
    const attempt = ++this.attempt
    await this.settle(attempt, this.store.join(requestOf(props)))
  }

  async leave(): Promise<void> {
    const attempt = ++this.attempt
    await this.settle(attempt, this.store.leave())
  }

  close(): void {
    this.attempt += 1
    this.stopTimer()
  }

  private async move(): Promise<void> {
    await this.leave()
    await this.join()
  }

  private async renew(props: EntryProps): Promise<void> {
    const { connection, room } = this.store
    if (!room) return
    if (connection.state === 'left') return connection.reason === 'left' ? undefined : this.join()
    this.used = props
    await this.settle(this.attempt, room.renewToken(props.token))
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
