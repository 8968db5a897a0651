/**
 * What the scripts that read or write a room's log begin with: the room's meta data as local variables, and the epoch.
 *
 * The epoch is a new one when this is another Redis process than the one that wrote last (it may have lost the newest writes: a
 * restart from an older file, a replica that lagged behind), or when the log ends before what the asking gateway has seen of
 * this epoch (a restore behind a proxy). Where it ended then goes on the chain: cursors up to there still hold.
 *
 * KEYS: see {@link roomKeys}. ARGV 1-5: channel, an epoch to take if a new one is needed, time to live (ms), the epoch and the
 * head that the asking gateway knows.
 */
export const prelude = (flags: string): string => `#!lua${flags}
local META, LOG, SENDERS, HEARD, STATE, PLACES = unpack(KEYS)
local channel, ttl = ARGV[1], tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local room = redis.call('HMGET', META, 'run', 'epoch', 'head', 'last', 'control', 'stored', 'chain', 'till', 'clock', 'likes')
local epoch, last, chain = room[2], room[4] or '0-0', room[7] or ''
local head, control, stored = tonumber(room[3] or 0), tonumber(room[5] or 0), tonumber(room[6] or 0)
local till, clock, likes = tonumber(room[8] or 0), tonumber(room[9] or 0), room[10] or '0'

local function renew()
  till = now + ttl
  redis.call('HSET', META, 'till', till)
  for _, key in ipairs(KEYS) do redis.call('PEXPIREAT', key, till) end
end

local turned = not epoch or room[1] ~= run or (epoch == ARGV[4] and head < tonumber(ARGV[5]))
if turned then
  if epoch then
    chain = chain .. epoch .. ' ' .. head .. ' ' .. last .. ';'
    if select(2, string.gsub(chain, ';', '')) > 16 then chain = string.gsub(chain, '^[^;]*;', '') end
  else
    redis.call('DEL', META, LOG, SENDERS, HEARD, STATE)
    last, head, control, stored, till, clock, likes, chain = '0-0', 0, 0, 0, 0, 0, '0', ''
  end
  epoch = ARGV[2]
  redis.call('HSET', META, 'run', run, 'epoch', epoch, 'head', head, 'last', last, 'control', control, 'stored', stored,
    'chain', chain)
end
if now > till - ttl * 15 / 16 then renew() end
`
