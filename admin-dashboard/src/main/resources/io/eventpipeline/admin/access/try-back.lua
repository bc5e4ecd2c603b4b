-- try-back.lua: takes back one try, if its minute still runs.
-- KEYS[1] tries
-- Returns 1.
if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then
  redis.call('DECR', KEYS[1])
end
return 1
