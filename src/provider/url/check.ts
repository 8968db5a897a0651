/** What a wall is made of, looked at before anything begins: what is wrong is said by name. */
import { demand } from '../../errors'
import type { UrlOptions, UrlStream } from './types'

/** Scheme and something behind it; the room says of each kind whether a phone plays it. */
const isAddress = (url: unknown): url is string => typeof url === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(url)

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isFlag = (value: unknown): boolean => value === undefined || typeof value === 'boolean'

/** My user id, and the id of my stream. */
export const ME = 'me'

/** @throws LiveError `invalid-argument`, naming the entry and what is wrong with it */
export function checkStreams(list: unknown): asserts list is readonly UrlStream[] {
  const call = 'url'
  demand(Array.isArray(list), call, 'streams', "a list like [{ id: 'door', urls: ['https://cdn/door.flv'] }]")
  const ids = new Set([ME])
  list.forEach((stream: UrlStream | undefined, index) => {
    const at = `streams[${index}]`
    demand(stream && isText(stream.id), call, `${at}.id`, 'a text that is not empty')
    const { id, name, urls, audio, video } = stream
    demand(!ids.has(id), call, `${at}.id`, `unlike every other and "me": "${id}" is there twice`)
    const shown = name === undefined || (isText(name) && name !== ME)
    demand(shown, call, `${at}.name`, 'a text that is not empty and not "me", or absent')
    const addresses = Array.isArray(urls) && urls.length > 0 && urls.every(isAddress)
    demand(addresses, call, `${at}.urls`, `a list of addresses like ['rtmp://cdn/live/${id}']`)
    demand(isFlag(audio) && isFlag(video), call, `${at}.audio and .video`, 'true, false or absent')
    ids.add(id)
  })
}

/** @throws LiveError `invalid-argument` */
export function checkPush(push: unknown): asserts push is string {
  demand(isAddress(push), 'url', 'push', "an address like 'rtmp://cdn/live/me', or a function that gives one")
}

/** @throws LiveError `invalid-argument`, naming the option */
export function checkOptions(options: UrlOptions): void {
  const call = 'url'
  demand(options && typeof options === 'object', call, 'options', 'an object like { streams }')
  const { streams, push, poll = 0 } = options
  const asks = typeof streams === 'function'
  demand(streams !== undefined || push !== undefined, call, 'options', 'with streams, push or both')
  if (streams !== undefined && !asks) checkStreams(streams)
  if (push !== undefined && typeof push !== 'function') checkPush(push)
  demand(poll === 0 || (asks && poll >= 1000), call, 'poll', '1000 ms or more, where streams is a function')
}
