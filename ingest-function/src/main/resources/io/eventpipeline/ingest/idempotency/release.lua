-- release.lua: releases an idempotency key, if this request still holds it.
-- KEYS[1] the key, as in reserve.lua
-- ARGV[1] fingerprint      ARGV[2] token
-- Returns
--    1 = released
--    0 = another request holds it, or nobody
if redis.call('GET', KEYS[1]) == 'p' .. ARGV[1] .. ARGV[2] then
  redis.call('DEL', KEYS[1])
  return {1}
end
return {0}
