/**
 * Another connection has the name. As at our relay: a newer address takes over at once, the same one waits until the other is
 * gone. Servers ask us before they look at that themselves, and then refuse whoever comes second; so the name is free first.
 */
import type { CarrierName } from '../media-servers/carrier'
import type { MediaServer } from '../media-servers/types'
import type { MediaRefusal } from '../media/types'

const LOOKS = 20
/** Between two looks, ms. */
const LOOK_EVERY = 100

export const IN_USE: MediaRefusal = {
  ok: false,
  code: 'stream-in-use',
  why: 'this address is being published by another connection',
}

async function has(server: MediaServer, name: string, client: string): Promise<boolean> {
  return (await server.list()).some((one) => one.name === name && one.client === client)
}

/** `mine`: the name is free, or another server's. `theirs`: the rival stays. `taken`: the newcomer has the right, and the rival has to go. */
export type Contest = 'mine' | 'theirs' | 'taken'

/**
 * @param rival what carries the stream now, on `server`
 * @param external ingest addresses have no turns: the same one, always
 * @returns who has the name. Rejects when the server does not answer.
 */
export async function contest(
  server: MediaServer,
  name: string,
  rival: CarrierName,
  newcomer: CarrierName,
  external: boolean,
): Promise<Contest> {
  if (!server.can.list || !(await has(server, name, rival.client))) return 'mine'
  return external || newcomer.turn <= rival.turn ? 'theirs' : 'taken'
}

/** Ends the rival's connection. @returns why the newcomer has to wait all the same */
export async function evict(
  server: MediaServer,
  name: string,
  rival: CarrierName,
  newcomer: CarrierName,
): Promise<MediaRefusal | undefined> {
  await server.kick(name, rival.client)
  // On another server it is in nobody's way.
  if (rival.server !== newcomer.server) return undefined
  for (let look = 0; look < LOOKS; look++) {
    if (!(await has(server, name, rival.client))) return undefined
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  }
  return IN_USE
}
