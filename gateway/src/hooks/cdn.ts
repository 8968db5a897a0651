/** Callbacks of vendors' CDNs: what has happened, after the fact; their edge has checked the address. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { BadHook, OTHER, type HookEvent } from './event'

/** CSS, stream start and stop (cloud.tencent.com/document/product/267/32744 and 267/47025). */
const tencent = z.looseObject({
  /** 1: pushing, 0: stopped. */
  event_type: z.number(),
  stream_id: z.string(),
  app: z.string().optional(),
  appname: z.string().optional(),
  /** One push, from its start to its stop. */
  sequence: z.union([z.string(), z.number()]).transform(String),
  /** Seconds since 1970; a text in older callbacks. */
  t: z.coerce.number().optional(),
  sign: z.string().optional(),
})

function checkTencent(key: string, { t, sign = '' }: z.output<typeof tencent>, now: number): void {
  const expected = Buffer.from(createHash('md5').update(`${key}${t}`).digest('hex'))
  const given = Buffer.from(sign.toLowerCase())
  if (t === undefined || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new BadHook('sign is not by the key of the callback template')
  if (t * 1000 < now) throw new BadHook('the callback has expired')
}

/** @param key of the callback template, if one is set there @throws BadHook */
export function readTencentHook(text: string, key: string | undefined, now: number): HookEvent {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new BadHook('the body of a callback of Tencent is JSON')
  }
  const parsed = tencent.safeParse(json)
  if (!parsed.success) return OTHER
  const { event_type, stream_id: name, appname, sequence } = parsed.data
  if (key !== undefined) checkTencent(key, parsed.data, now)
  if (event_type !== 0 && event_type !== 1) return OTHER
  const connection = { app: appname ?? 'live', name, client: sequence.replace(/[^\w.:-]/g, '').slice(0, 64) || 'push' }
  return event_type === 0
    ? { on: 'unpublish', ...connection }
    : { on: 'publish', ...connection, query: new URLSearchParams() }
}

/** ApsaraVideo Live, push callback: a GET with `action`, `app` (the domain), `appname`, `id` (the stream), `time`, `ip` (help.aliyun.com/document_detail/84943). */
export function readAliyunHook(query: URLSearchParams): HookEvent {
  const action = query.get('action')
  if (action !== 'publish' && action !== 'publish_done') return OTHER
  // It names no connection: the one there is.
  const connection = { app: query.get('appname') ?? '', name: query.get('id') ?? '', client: 'push' }
  return action === 'publish_done'
    ? { on: 'unpublish', ...connection }
    : { on: 'publish', ...connection, query: new URLSearchParams() }
}
