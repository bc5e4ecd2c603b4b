-- try.lua: takes a permit for one try, if fewer than the most were taken in the last minute.
-- KEYS[1] times of the tries, the newest first   ARGV[1] the most
-- Returns 0 if it is taken, else in how many milliseconds the next one is free.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = redis.call('LINDEX', KEYS[1], ARGV[1] - 1)
if oldest and tonumber(oldest) + 60000 > now then
  return tonumber(oldest) + 60000 - now
end
redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
redis.call('LTRIM', KEYS[1], 0, ARGV[1] - 1)
redis.call('PEXPIRE', KEYS[1], 60000)
return 0
