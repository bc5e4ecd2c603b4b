-- move.lua: brings notifications back into the outbox that are due for another attempt.
-- KEYS[1] outbox    KEYS[2] retries
-- ARGV[1] notifications at most
-- Returns {number of notifications}
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, text in ipairs(due) do
  redis.call('XADD', KEYS[1], '*', 'd', text)
  redis.call('ZREM', KEYS[2], text)
end
return {#due}
