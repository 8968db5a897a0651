/** Key names. What is in braces decides which server of a cluster has a key: all of a room are on one. */

/** A room's keys, in the order the scripts take them: meta, log, senders, heard, state, places. */
export type RoomKeys = readonly [string, string, string, string, string, string]

export interface Keys {
  /** Also the channel's name. */
  room(room: string): string
  of(room: string): RoomKeys
  nodes: string
  rooms: string
  /** The rooms that a node has open. */
  open(node: string): string
}

export function keysOf(prefix: string): Keys {
  const room = (id: string): string => `{${prefix}:${id}}`
  return {
    room,
    of: (id) => {
      const name = room(id)
      return [`${name}:meta`, `${name}:log`, `${name}:senders`, `${name}:heard`, `${name}:state`, `${name}:places`]
    },
    nodes: `{${prefix}}:nodes`,
    rooms: `{${prefix}}:rooms`,
    open: (node) => `{${prefix}}:open:${node}`,
  }
}
