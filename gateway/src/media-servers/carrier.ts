/** `by` of a carrier: which connection of which server, and by which of its addresses. */

export interface CarrierName {
  server: string
  client: string
  turn: number
}

/** `<server>/<client>/<turn>`: neither has a slash. */
export function carrierOf({ server, client, turn }: CarrierName): string {
  return `${server}/${encodeURIComponent(client)}/${turn.toString(36)}`
}

export function parseCarrier(by: string | undefined): CarrierName | undefined {
  const [server, client, turn] = by?.split('/') ?? []
  if (server === undefined || client === undefined) return undefined
  return { server, client: decodeURIComponent(client), turn: parseInt(turn ?? '0', 36) }
}

export function sameClient(a: CarrierName | undefined, b: Pick<CarrierName, 'server' | 'client'>): boolean {
  return a?.server === b.server && a.client === b.client
}
