/** May this connection publish, or play? The same answer for the relay in this process and for servers that ask by hook. */
import { MEDIA_APP, parseMediaName, turnOf, type MediaAction, type MediaName, type UrlSigner } from '../auth/media-url'
import type { Hub } from '../hub'
import type { MediaRefusal, MediaVerdict } from '../media/types'
import type { Room } from '../room/room'
import type { Refusal } from '../room/rules'

export interface Ask {
  action: MediaAction
  app: string
  name: string
  query: URLSearchParams
}

export interface JudgeOptions {
  hub: () => Hub
  signer: UrlSigner
  now(): number
}

const refusal = (code: MediaRefusal['code'], why: string): MediaRefusal => ({ ok: false, code, why })
const NOT_LIVE = refusal('stream-not-found', 'the stream is not live')

export function nameProblem(): MediaRefusal {
  return refusal('stream-not-found', `streams are named /${MEDIA_APP}/<room>~<user>~<nonce>`)
}

function asMedia({ code, why }: Refusal): MediaRefusal {
  const known = code === 'forbidden' || code === 'token-expired' || code === 'busy'
  return refusal(known ? code : 'stream-not-found', why)
}

export class Judge {
  constructor(private readonly options: JudgeOptions) {}

  /** Signature, expiry, and the right as it is now. */
  async judge(ask: Ask): Promise<MediaVerdict> {
    const name = ask.app === MEDIA_APP ? parseMediaName(ask.name) : undefined
    if (!name) return nameProblem()
    const signature = this.signature(ask)
    if (signature) return signature
    return ask.action === 'publish' ? this.mayPublish(name, turnOf(ask.query) ?? 0) : this.mayPlay(name)
  }

  /** @returns what is wrong with the address, or undefined */
  signature({ action, name, query }: Ask): MediaRefusal | undefined {
    switch (this.options.signer.verify(action, name, query, this.options.now())) {
      case 'ok':
        return undefined
      case 'token-invalid':
        return refusal('token-invalid', `this address is not signed to ${action}`)
      case 'token-expired':
        return refusal('token-expired', 'this address has expired; ask for a fresh one')
    }
  }

  /** @param turn which of the person's addresses; undefined: the server cannot tell */
  async mayPublish(name: MediaName, turn: number | undefined): Promise<MediaVerdict> {
    // The signature is all the right an ingest address needs; its room may be empty until now.
    if (name.external) return { ok: true }
    return this.look(name.room, (room): MediaVerdict => {
      const refused = room.publishing.refusal(name.userId, name.streamId, turn)
      if (refused) return asMedia(refused)
      return { ok: true, turn: turn ?? room.state.grants.get(name.userId)?.turn ?? 0 }
    })
  }

  mayPlay(name: MediaName): Promise<MediaVerdict> {
    return this.look(name.room, (room) =>
      room.publishing.playable(name.userId, name.streamId) ? { ok: true } : NOT_LIVE,
    )
  }

  /** A no is only as good as the replica: it is looked at once more when the replica has everything. */
  private async look(id: string, verdict: (room: Room) => MediaVerdict): Promise<MediaVerdict> {
    try {
      const room = await this.options.hub().open(id)
      const first = verdict(room)
      if (first.ok) return first
      await room.publishing.sync()
      return verdict(room)
    } catch {
      return refusal('busy', 'the room cannot be read right now; try again')
    }
  }
}
