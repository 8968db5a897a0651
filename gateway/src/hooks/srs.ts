/** SRS's HTTP callbacks: JSON by POST (ossrs.io: http-callback). 200 and `{"code":0}` accepts. */
import { z } from 'zod'
import { BadHook, checkClient, OTHER, type HookEvent } from './event'

const id = z.union([z.string(), z.number()]).transform(String)

/** Older servers send no `param`, and nobody can be let in without. */
const body = z.looseObject({
  action: z.string(),
  client_id: id,
  app: z.string().default(''),
  stream: z.string().default(''),
  param: z.string().default(''),
})

const ACTIONS: { readonly [action: string]: 'publish' | 'play' | 'unpublish' } = {
  on_publish: 'publish',
  on_play: 'play',
  on_unpublish: 'unpublish',
}

/** Only hooks with a stream decide anything: `on_connect` comes before it is known. @throws BadHook */
export function readSrsHook(text: string): HookEvent {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new BadHook('the body of a hook of SRS is JSON')
  }
  const parsed = body.safeParse(json)
  if (!parsed.success) throw new BadHook('a hook of SRS has at least action and client_id')
  const { action, client_id, app, stream: name, param } = parsed.data
  const on = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (on === undefined) return OTHER
  const connection = { app, name, client: checkClient(client_id) }
  if (on === 'unpublish') return { on, ...connection }
  return { on, ...connection, query: new URLSearchParams(param) }
}
