/**
 * nginx-rtmp's notifications: a form by POST. 2xx accepts, everything else refuses. The query of the address stands at the
 * end of the form as it came, so that whoever connects writes part of it: what the server says itself comes first, and a
 * field of its own that comes twice makes the hook one to refuse.
 */
import { BadHook, checkClient, OTHER, type HookEvent } from './event'

const CALLS: { readonly [call: string]: Exclude<HookEvent['on'], 'other'> } = {
  publish: 'publish',
  play: 'play',
  publish_done: 'unpublish',
  update_publish: 'publishing',
  update_play: 'playing',
}

function once(form: URLSearchParams, field: string): string {
  const values = form.getAll(field)
  if (values.length === 1) return values[0] as string
  throw new BadHook(`a notification of nginx-rtmp has ${field} exactly once`)
}

/** @throws BadHook */
export function readNginxHook(text: string): HookEvent {
  const form = new URLSearchParams(text)
  const call = once(form, 'call')
  const on = Object.hasOwn(CALLS, call) ? CALLS[call] : undefined
  if (on === undefined) return OTHER
  const connection = { app: once(form, 'app'), name: once(form, 'name'), client: checkClient(once(form, 'clientid')) }
  if (on === 'unpublish') return { on, ...connection }
  return { on, ...connection, query: form }
}
