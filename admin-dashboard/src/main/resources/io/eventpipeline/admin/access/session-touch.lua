-- session-touch.lua: reads a session and lets it live on, up to its own end.
-- KEYS[1] session   ARGV[1] idle time, milliseconds
-- Returns its fields and values; nothing if it has ended.
local fields = redis.call('HGETALL', KEYS[1])
if #fields == 0 then
  return fields
end
local time = redis.call('TIME')
local idle = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
local last = tonumber(redis.call('HGET', KEYS[1], 'until')) or 0
redis.call('PEXPIREAT', KEYS[1], math.min(idle, last))
return fields
