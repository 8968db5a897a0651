/** Makes every socket of the phone obey its network: cut when it goes offline, refused while it is. */
import type { PhoneEnv } from './types'

/** Port 9 (discard) is blocked by every browser: a socket to it fails at once with close code 1006. */
const NOWHERE = 'ws://127.0.0.1:9/'

/** Delay of each message on a weak network; enough for round trips to be felt. */
const WEAK_DELAY_MS = 400

/** Replaces `WebSocket` in this realm; call it before the first script of the mini-program runs. */
export function obeyNetwork(env: PhoneEnv): void {
  const open = new Set<WebSocket>()
  const Native = WebSocket
  class PhoneSocket extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(env.network === 'offline' ? NOWHERE : url, protocols)
      open.add(this)
      this.addEventListener('close', () => open.delete(this))
    }

    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (env.network === 'weak' && this.readyState === Native.OPEN)
        setTimeout(() => this.readyState === Native.OPEN && super.send(data as string), WEAK_DELAY_MS)
      else super.send(data as string)
    }
  }
  globalThis.WebSocket = PhoneSocket
  env.on('network', (network) => {
    if (network === 'offline') for (const socket of [...open]) socket.close()
  })
}
