/** State <-> JSON, for engines that keep it. */
import { emptyState, type State } from './state'

type Json = { [K in keyof State]: unknown }

const MAPS = ['users', 'bans', 'cameAs', 'narrowed', 'grants', 'streams', 'carriers', 'requests', 'settled'] as const
const SETS = ['muted', 'silenced'] as const

/** `Infinity` is no JSON. */
const FOREVER = 'forever'

export function dumpState(state: State): unknown {
  const json: Json = { ...state }
  for (const name of MAPS) json[name] = Array.from(state[name] as Map<string, unknown>)
  for (const name of SETS) json[name] = Array.from(state[name])
  json.bans = Array.from(state.bans, ([user, until]) => [user, until === Infinity ? FOREVER : until])
  return json
}

/**
 * @param seats as the room has them now; stored ones beyond are dropped unless somebody sits there
 * @throws TypeError when this is no state of a room
 */
export function loadState(stored: unknown, seats: number): State {
  const state = emptyState(seats)
  if (stored === undefined) return state
  const json = stored as Json
  try {
    for (const name of MAPS) state[name] = new Map(json[name] as []) as never
    for (const name of SETS) state[name] = new Set(json[name] as [])
    for (const [user, until] of state.bans as Map<string, unknown>)
      if (until === FOREVER) state.bans.set(user, Infinity)
    const kept = (json.seats as State['seats']).filter(({ index, userId }) => index < seats || userId !== null)
    const rest = state.seats.filter(({ index }) => !kept.some((seat) => seat.index === index))
    state.seats = [...kept, ...rest].sort((a, b) => a.index - b.index)
    state.history = [...(json.history as State['history'])]
    state.control = json.control as number
    state.allSilenced = json.allSilenced as boolean
    state.closed = json.closed as boolean
    return state
  } catch (error) {
    throw new TypeError(`the stored state of a room cannot be read: ${String(error)}`)
  }
}
