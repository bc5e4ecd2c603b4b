-- keep.lua: renews the lease of an upload; takes it again if it ran out and nobody has it
-- KEYS[1] ref:upload
-- ARGV[1] token  [2] lease in ms
-- Returns 1, or 0 if another upload has it
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1}
