-- pause.lua: holds one user for a while. A user that is paused already gets the new time.
-- KEYS[1] users that are paused       KEYS[2] pause of the user
-- ARGV[1] user                        ARGV[2] for how long, milliseconds; more than 24 h counts as 24 h
-- ARGV[3] by whom                     ARGV[4] why, '' if nobody said
-- ARGV[5] most users paused at once
-- Returns until when, unix milliseconds of Redis' clock; -1 if too many users are paused.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[5]) then
  return -1
end
local till = string.format('%.0f', now + math.min(tonumber(ARGV[2]), 86400000))
redis.call('ZADD', KEYS[1], till, ARGV[1])
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'by', ARGV[3], 'why', ARGV[4], 'since', string.format('%.0f', now), 'until', till)
-- How it ended stays readable for a day.
redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', tonumber(till) + 86400000))
return tonumber(till)
