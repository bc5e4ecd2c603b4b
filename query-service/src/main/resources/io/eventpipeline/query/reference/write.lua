-- write.lua: stores one part of a table that does not count yet, and renews the lease
-- KEYS[1] ref:upload  [2] ref:{version}:{n}
-- ARGV[1] token  [2] lease in ms  [3] how long the part lives, in ms  [4] its bytes
-- Returns 1, or 0 if another upload has the lease
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[3])
return {1}
