-- finish.lua: takes entries out of the outbox, and writes what becomes of each. An entry that is sent is finished
-- whoever has it in hand now; every other end counts only if the caller has it. A call may be repeated.
-- KEYS[1] outbox    KEYS[2] retries    KEYS[3] dead letters    KEYS[4] counters    then the mark of each entry
-- ARGV[1] group    ARGV[2] the caller's name in it    ARGV[3] lifetime of a mark, ms
-- ARGV[4] dead letters to keep    ARGV[5] lifetime of a dead letter, ms
-- then for each entry: its id, id of the notification, sends that succeeded, sends that failed, kind, text, number,
-- error, unix ms of its first entry
--   kind sent, expired, dropped, no-device: the mark gets it as its value
--   kind before: nothing more is written        kind back: text becomes an entry again
--   kind retry: text becomes an entry again after number ms
--   kind dead: text is the payload of the dead letter, number its failed attempts
-- Returns {dead letters dropped, then for each entry 1 if this call finished it, else 0}
local PER_ENTRY = 9
for i, kind in ipairs({'stream', 'zset', 'stream'}) do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= kind then
    return redis.error_reply('WRONGTYPE ' .. KEYS[i] .. ' is a ' .. found)
  end
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function ms(number)
  return string.format('%.0f', number)
end

local function is_callers(id)
  local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], id, id, 1)
  return not pending.err and pending[1] and pending[1][2] == ARGV[2]
end

-- An entry that is gone was finished by an earlier call, or somebody deleted it.
local function is_first(id, kind, mark)
  redis.call('XACK', KEYS[1], ARGV[1], id)
  return redis.call('XDEL', KEYS[1], id) == 1
    or kind == 'sent' and redis.pcall('GET', mark) ~= 'sent'
end

local function write(at, mark)
  local note, kind, text, number = ARGV[at + 1], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6]
  if kind == 'retry' then
    redis.call('ZADD', KEYS[2], ms(now + tonumber(number) + 1), text) -- now is cut to a whole ms
  elseif kind == 'back' then
    redis.call('XADD', KEYS[1], '*', 'd', text)
  elseif kind == 'dead' then
    redis.call('XADD', KEYS[3], '*', 'id', note, 'payload', text, 'error', ARGV[at + 7], 'attempts', number,
      'queuedAt', ARGV[at + 8], 'failedAt', ms(now))
    redis.call('SET', mark, 'failed', 'PX', ARGV[3])
  elseif kind ~= 'before' then
    redis.call('SET', mark, kind, 'PX', ARGV[3])
  end
end

local result = {0}
local sent, failed, dead = 0, 0, false
for i = 5, #KEYS do
  local at = 6 + (i - 5) * PER_ENTRY
  local id, kind = ARGV[at], ARGV[at + 4]
  local finished = 0
  if (kind == 'sent' or is_callers(id)) and is_first(id, kind, KEYS[i]) then
    write(at, KEYS[i])
    sent = sent + tonumber(ARGV[at + 2])
    failed = failed + tonumber(ARGV[at + 3])
    dead = dead or kind == 'dead'
    finished = 1
  end
  result[#result + 1] = finished
end
if sent > 0 then
  redis.pcall('HINCRBY', KEYS[4], 'sent', sent)
end
if failed > 0 then
  redis.pcall('HINCRBY', KEYS[4], 'failed', failed)
end
if dead then
  result[1] = redis.call('XTRIM', KEYS[3], 'MAXLEN', ARGV[4])
    + redis.call('XTRIM', KEYS[3], 'MINID', ms(now - tonumber(ARGV[5])))
end
return result
