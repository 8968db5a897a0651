/** An IM SDK's chat group, in memory: what is sent is heard at once by everybody else. */
import type { MessageChannel, MessageHearing } from '../../../src/provider/messages/index'

export class ImGroup {
  private readonly inside = new Map<string, Set<MessageHearing>>()
  private readonly ears = new Map<MessageHearing, string>()
  /** Fails sending, to see what comes of it. */
  broken = false

  member(id: string): MessageChannel {
    const mine = new Set<MessageHearing>()
    return {
      join: async () => void this.inside.set(id, mine),
      leave: async () => void this.inside.delete(id),
      send: async (text, to) => {
        if (this.broken) throw new Error('IM is down')
        this.deliver(id, text, to)
      },
      on: (hearing) => {
        mine.add(hearing)
        this.ears.set(hearing, id)
        return () => {
          mine.delete(hearing)
          this.ears.delete(hearing)
        }
      },
    }
  }

  /** Says something to everybody else, or to these. */
  deliver(from: string, text: string, to?: readonly string[]): void {
    for (const [id, hearings] of this.inside)
      if (id !== from && (!to || to.includes(id))) for (const hearing of hearings) hearing.message(from, text)
  }

  /** What the SDK tells this person. */
  tell(id: string, tell: (hearing: MessageHearing) => void): void {
    for (const hearing of this.inside.get(id) ?? []) tell(hearing)
  }

  held(): string[] {
    return [...this.ears.values()].map((id) => `an ear of ${id}`)
  }
}
