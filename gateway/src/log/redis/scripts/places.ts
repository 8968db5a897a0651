/**
 * The scripts of a room's places: a hash of user -> `node connection\nprofile`. KEYS: see {@link roomKeys}; ARGV 1 is the channel.
 * Who listens is told `c` with the new counts, and `m user node connection` when a place went from one connection to another.
 */
import { script } from '../script'

const COUNTED = `
local PLACES = KEYS[6]
local channel = ARGV[1]
local function holder(value) return string.match(value, '^[^\\n]*') end
local function counts()
  local time = redis.call('TIME')
  return time[1] .. string.format('%06d', time[2]) .. ' ' .. redis.call('HLEN', PLACES) .. ' '
    .. (redis.call('HGET', KEYS[1], 'likes') or '0')
end
local function tell()
  local now = counts()
  redis.call('SPUBLISH', channel, 'c ' .. now)
  return now
end
`

/** ARGV: channel, time to live (ms), user, holder, profile. @returns the holder before or '', counts */
export const TAKE = script(`#!lua${COUNTED}
local user, mine = ARGV[3], ARGV[4]
local before = redis.call('HGET', PLACES, user)
redis.call('HSET', PLACES, user, mine .. '\\n' .. ARGV[5])
if not before then
  redis.call('PEXPIRE', PLACES, ARGV[2])
  return { '', tell() }
end
if holder(before) ~= mine then redis.call('SPUBLISH', channel, 'm ' .. user .. ' ' .. mine) end
return { holder(before), counts() }
`)

/** ARGV: channel, user, holder. @returns whether it was this holder's, counts */
export const DROP = script(`#!lua flags=allow-oom${COUNTED}
local place = redis.call('HGET', PLACES, ARGV[2])
if not place or holder(place) ~= ARGV[3] then return { 0, counts() } end
redis.call('HDEL', PLACES, ARGV[2])
return { 1, tell() }
`)

/**
 * After doubt (Redis was away, or this gateway was taken for dead): what this gateway holds is held again unless another took
 * it, and what it does not hold any more is given up. ARGV: channel, time to live (ms), node, then per place: user, connection,
 * profile, or '' if it is being taken just now.
 * @returns counts, then user and holder of each place that another has
 */
export const SETTLE = script(`#!lua${COUNTED}
local node, mine, answer, changed = ARGV[3], {}, { '' }, false
for i = 4, #ARGV, 3 do
  local user, own, profile = ARGV[i], node .. ' ' .. ARGV[i + 1], ARGV[i + 2]
  mine[user .. ' ' .. own] = true
  local place = profile ~= '' and redis.call('HGET', PLACES, user)
  if profile ~= '' and not place then
    redis.call('HSET', PLACES, user, own .. '\\n' .. profile)
    changed = true
  elseif place and holder(place) ~= own then
    answer[#answer + 1] = user
    answer[#answer + 1] = holder(place)
  end
end
if changed then redis.call('PEXPIRE', PLACES, ARGV[2]) end
local all = redis.call('HGETALL', PLACES)
for i = 1, #all, 2 do
  local own = holder(all[i + 1])
  if string.sub(own, 1, #node + 1) == node .. ' ' and not mine[all[i] .. ' ' .. own] then
    redis.call('HDEL', PLACES, all[i])
    changed = true
  end
end
answer[1] = changed and tell() or counts()
return answer
`)

/** Empties the places of a gateway that is gone. ARGV: channel, node. */
export const REAP = script(`#!lua flags=allow-oom${COUNTED}
local all, changed = redis.call('HGETALL', PLACES), false
for i = 1, #all, 2 do
  if string.sub(all[i + 1], 1, #ARGV[2] + 1) == ARGV[2] .. ' ' then
    redis.call('HDEL', PLACES, all[i])
    changed = true
  end
end
if changed then tell() end
return 1
`)
