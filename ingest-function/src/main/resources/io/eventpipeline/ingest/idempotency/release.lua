-- release.lua: releases what a request reserved, if the request still holds it.
-- KEYS[1] the key, as in reserve.lua or seen.lua
-- ARGV[1] the value that the reservation stored
-- Returns
--    1 = released
--    0 = another request holds it, or nobody
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return {1}
end
return {0}
