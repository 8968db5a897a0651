/**
 * The scripts of the list of gateways: a sorted set of node -> when it last said that it lives (by Redis' clock), a set of rooms
 * that are stored, and per node a set of the rooms it has open. KEYS: nodes, rooms, then sets of single nodes.
 */
import { script } from '../script'

const CLOCK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/** ARGV: node. @returns ms since this node's last beat or -1, then every node and the ms since its last beat */
export const BEAT = script(`#!lua${CLOCK}
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
local answer = { before and math.max(0, now - before) or -1 }
local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #all, 2 do
  -- A beat from the future was written under another clock: from here on its age is known.
  if tonumber(all[i + 1]) > now then redis.call('ZADD', KEYS[1], now, all[i]) end
  answer[#answer + 1] = all[i]
  answer[#answer + 1] = math.max(0, now - all[i + 1])
end
return answer
`)

/** ARGV: node, dead (ms); KEYS 3: its rooms. Takes a dead node off the list, unless it has come back. */
export const BURY = script(`#!lua flags=allow-oom${CLOCK}
local beat = redis.call('ZSCORE', KEYS[1], ARGV[1])
if beat and now - beat < tonumber(ARGV[2]) then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('UNLINK', KEYS[3])
return 1
`)

/** ARGV: room; KEYS from 3: rooms of living nodes. Takes a forgotten room off the list, unless one of them has it open. */
export const UNLIST = script(`#!lua flags=allow-oom
for i = 3, #KEYS do
  if redis.call('SISMEMBER', KEYS[i], ARGV[1]) == 1 then return 0 end
end
redis.call('SREM', KEYS[2], ARGV[1])
return 1
`)
