-- switch.lua: makes an uploaded table the one that counts
-- KEYS[1] ref:current  [2] ref:upload  [3] … the parts of the new table, then those of the old one
-- ARGV[1] token  [2] ts  [3] ver  [4] chunks  [5] users  [6] ver of the table that counted when the
--     upload began, '' if none did  [7] how long the parts of the old table live on, in ms
-- Returns 1 if it counts now; 0 if another upload has the lease, or another table counts; -1 if a
--     part is gone
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return {0} end
if (redis.call('HGET', KEYS[1], 'ver') or '') ~= ARGV[6] then return {0} end
local last = 2 + tonumber(ARGV[4])
for i = 3, last do
  if redis.call('EXISTS', KEYS[i]) == 0 then return {-1} end
end
for i = 3, last do redis.call('PERSIST', KEYS[i]) end
redis.call('HSET', KEYS[1], 'ts', ARGV[2], 'ver', ARGV[3], 'chunks', ARGV[4], 'users', ARGV[5])
for i = last + 1, #KEYS do redis.call('PEXPIRE', KEYS[i], ARGV[7]) end
redis.call('DEL', KEYS[2])
return {1}
