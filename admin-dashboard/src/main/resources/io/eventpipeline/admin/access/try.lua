-- try.lua: counts one try of a minute that begins with the first.
-- KEYS[1] tries
-- Returns how many there were, and in how many milliseconds the minute ends.
local tries = redis.call('INCR', KEYS[1])
if tries == 1 then
  redis.call('PEXPIRE', KEYS[1], 60000)
end
return {tries, redis.call('PTTL', KEYS[1])}
