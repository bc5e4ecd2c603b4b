-- keep.lua: shows that the caller still has its entries in hand. Entries of others stay theirs.
-- KEYS[1] outbox
-- ARGV[1] group    ARGV[2] the caller's name in it    then the id of each entry
-- Returns {number of entries that are the caller's}
local kept = 0
for i = 3, #ARGV do
  local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1)
  if not pending.err and pending[1] and pending[1][2] == ARGV[2] then
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'JUSTID')
    kept = kept + 1
  end
end
return {kept}
