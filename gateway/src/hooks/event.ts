/** What media servers tell, whatever the words of each are. */

/** A hook's body that is none; answered with 400. */
export class BadHook extends Error {
  override readonly name = 'BadHook'
}

interface Connection {
  /** First part of the stream's path. */
  app: string
  /** The stream's name, without the query. */
  name: string
  /** The media connection, as the server names it: letters, digits, "-", "_", "." and ":". */
  client: string
}

/** Somebody wants to publish, or (`publishing`) goes on to; the query is the address's. */
export interface PublishEvent extends Connection {
  on: 'publish' | 'publishing'
  query: URLSearchParams
}

export interface PlayEvent extends Connection {
  on: 'play' | 'playing'
  query: URLSearchParams
}

/** Publishing is over. */
export interface UnpublishEvent extends Connection {
  on: 'unpublish'
}

/** `other`: nothing to decide: connections without a stream, players that stop. */
export type HookEvent = PublishEvent | PlayEvent | UnpublishEvent | { on: 'other' }

export const OTHER: HookEvent = { on: 'other' }

/** Every server's ids are shorter, and of these letters. */
const CLIENT = /^[A-Za-z0-9_.:-]{1,64}$/

export function checkClient(client: string): string {
  if (CLIENT.test(client)) return client
  throw new BadHook('the id of the client must be 1-64 letters, digits, "_", ".", ":" or "-"')
}
