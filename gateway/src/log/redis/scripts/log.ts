/** The scripts of a room's log. Each is atomic, and in the append-only file all of it or nothing. */
import { REMEMBERED, SENDERS } from '../../../room/log'
import { script } from '../script'
import { prelude } from './prelude'

/** Said when the epoch has changed and nothing was written. */
const SAY_TURNED = `if turned then redis.call('SPUBLISH', channel, 'e ' .. epoch .. ' ' .. last .. ' ' .. last .. '\\n[]') end`

/**
 * Writes steps. ARGV from 6: basis or '', ring, then per step: time, sender or '', its number, count of events, entry as JSON.
 *
 * A sender's last commands are a hash's fields: `sender` -> `n count`, and `sender i` -> `n s at`, i running in a circle; so a
 * command costs two short fields in the append-only file, not the whole memory.
 *
 * Entry ids are `<seq of the last event>-<n>`: what has no event has the seq of what is before it.
 *
 * @returns conflict, epoch, last id before, last id, stored, likewise of each step: `w` s id | `d` s at | `p` '' ''
 */
export const APPEND = script(`${prelude('')}
local basis, ring = ARGV[6], tonumber(ARGV[7])
local before = last

local function seen(sender, n)
  local memory = redis.call('HGET', SENDERS, sender)
  if not memory then return nil, 0 end
  local top, count = string.match(memory, '^(%d+) (%d+)$')
  if n > tonumber(top) then return nil, tonumber(count) end
  local names = {}
  for i = 0, ${REMEMBERED - 1} do names[i + 1] = sender .. ' ' .. i end
  for _, one in ipairs(redis.call('HMGET', SENDERS, unpack(names))) do
    local number, s, then_ = string.match(one or '', '^(%d+) (%d+) (%d+)$')
    if number and tonumber(number) == n then return { s, then_ } end
  end
  return 'past'
end

local function remember(sender, n, count, at)
  redis.call('HSET', SENDERS, sender, n .. ' ' .. count + 1, sender .. ' ' .. count % ${REMEMBERED}, n .. ' ' .. head .. ' ' .. at)
  clock = clock + 1
  if redis.call('ZADD', HEARD, clock, sender) == 0 then return end
  local senders = redis.call('ZCARD', HEARD)
  if senders == 1 then renew() end
  if senders <= ${SENDERS} then return end
  local oldest = redis.call('ZPOPMIN', HEARD)[1]
  local names = { oldest }
  for i = 0, ${REMEMBERED - 1} do names[i + 2] = oldest .. ' ' .. i end
  redis.call('HDEL', SENDERS, unpack(names))
end

if basis ~= '' and (epoch ~= ARGV[4] or tonumber(basis) ~= control) then
  ${SAY_TURNED}
  return { 1, epoch, before, last, stored }
end
local answer, entries = { 0, epoch, before, 0, stored }, {}
for i = 8, #ARGV, 5 do
  local at, sender, n, count, entry = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3]), ARGV[i + 4]
  local known, commands
  if sender ~= '' then known, commands = seen(sender, tonumber(n)) end
  local kind, a, b = 'p', '', ''
  if not known then
    head = head + count
    local floor = math.max(0, math.min(head - ring, stored) + 1)
    local id = redis.call('XADD', LOG, 'MINID', '~', floor, head .. '-*', 'p', last, 'd', entry)
    if last == '0-0' then renew() end
    last = id
    if basis ~= '' and count > 0 then control = head end
    if sender ~= '' then remember(sender, n, commands, at) end
    entries[#entries + 1] = '["' .. id .. '",' .. entry .. ']'
    kind, a, b = 'w', head, id
  elseif known ~= 'past' then
    kind, a, b = 'd', known[1], known[2]
  end
  answer[#answer + 1] = kind
  answer[#answer + 1] = a
  answer[#answer + 1] = b
end
if #entries > 0 then
  redis.call('HSET', META, 'head', head, 'last', last, 'control', control, 'clock', clock)
end
if #entries > 0 or turned then
  local body = '[' .. table.concat(entries, ',') .. ']'
  redis.call('SPUBLISH', channel, 'e ' .. epoch .. ' ' .. before .. ' ' .. last .. '\\n' .. body)
end
answer[4] = last
return answer
`)

const COUNTS = `time[1] .. string.format('%06d', time[2]) .. ' ' .. redis.call('HLEN', PLACES) .. ' ' .. likes`

/**
 * Where the log stands. ARGV 6: likes to add; 7: `1` to tell everybody who listens the counts, and so that their subscription works.
 * @returns epoch, last id, stored, chain, counts
 */
export const LOOK = script(`${prelude(' flags=allow-oom')}
${SAY_TURNED}
if ARGV[6] ~= '0' then likes = string.format('%.0f', redis.call('HINCRBY', META, 'likes', ARGV[6])) end
local counts = ${COUNTS}
if ARGV[7] == '1' then redis.call('SPUBLISH', channel, 'c ' .. counts) end
return { epoch, last, stored, chain, counts }
`)

/** @returns as {@link LOOK}, then head, state, senders (names and memories), senders by when they were heard, the stream */
export const LOAD = script(`${prelude(' flags=allow-oom')}
${SAY_TURNED}
return { epoch, last, stored, chain, ${COUNTS}, head, redis.call('GET', STATE), redis.call('HGETALL', SENDERS),
  redis.call('ZRANGE', HEARD, 0, -1), redis.call('XRANGE', LOG, '-', '+') }
`)

/**
 * Keeps a state, if it is newer than the one that is kept. ARGV: channel, epoch, seq, state, ring.
 * Entries without events do not move the seqs on, so that only their number tells when there are too many.
 * @returns what is kept
 */
export const STORE = script(`#!lua
local META, LOG, SENDERS, HEARD, STATE = unpack(KEYS)
local room = redis.call('HMGET', META, 'epoch', 'head', 'stored', 'till')
local s, head, stored = tonumber(ARGV[3]), tonumber(room[2] or 0), tonumber(room[3] or 0)
if room[1] ~= ARGV[2] or s <= stored or s > head then return stored end
redis.call('SET', STATE, ARGV[4], 'PXAT', room[4])
redis.call('HSET', META, 'stored', s)
redis.call('SPUBLISH', ARGV[1], 's ' .. s)
if s == head and redis.call('XLEN', LOG) > 3 * ARGV[5] then redis.call('XTRIM', LOG, 'MAXLEN', '~', 2 * ARGV[5]) end
return s
`)

/** Throws away a log that has a hole: its people are told that something is lost. ARGV: epoch, last id. */
export const DISCARD = script(`#!lua flags=allow-oom
local META, LOG, SENDERS, HEARD, STATE = unpack(KEYS)
local room = redis.call('HMGET', META, 'epoch', 'last')
if room[1] == ARGV[1] and room[2] == ARGV[2] then redis.call('UNLINK', META, LOG, SENDERS, HEARD, STATE) end
return 1
`)

/** Forgets the room if nobody is in it and it ends where the asking gateway thinks. ARGV: epoch, last id. */
export const FORGET = script(`#!lua flags=allow-oom
local room = redis.call('HMGET', KEYS[1], 'epoch', 'last')
if room[1] ~= ARGV[1] or room[2] ~= ARGV[2] or redis.call('HLEN', KEYS[6]) > 0 then return 0 end
redis.call('UNLINK', unpack(KEYS))
return 1
`)
