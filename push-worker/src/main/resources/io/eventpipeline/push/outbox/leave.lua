-- leave.lua: takes the caller's name out of the group, unless it has entries in hand: they would never be claimed.
-- KEYS[1] outbox
-- ARGV[1] group    ARGV[2] the caller's name in it
-- Returns {1 if it left, else 0}
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])
if pending.err or pending[1] then
  return {0}
end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return {1}
