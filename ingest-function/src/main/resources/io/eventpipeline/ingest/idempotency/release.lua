-- release.lua: lets go of an idempotency key, if it is still reserved by this request.
-- KEYS[1] the key, as in reserve.lua
-- ARGV[1] fingerprint      ARGV[2] token
-- Returns
--    1 = released
--    0 = it is not ours
if redis.call('GET', KEYS[1]) == 'p' .. ARGV[1] .. ARGV[2] then
  redis.call('DEL', KEYS[1])
  return {1}
end
return {0}
