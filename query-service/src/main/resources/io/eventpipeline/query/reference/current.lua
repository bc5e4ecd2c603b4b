-- current.lua: the reference table that counts
-- KEYS[1] ref:current
-- Returns ts, ver, chunks, users; '' each if there is none
local found = redis.call('HMGET', KEYS[1], 'ts', 'ver', 'chunks', 'users')
for i = 1, 4 do found[i] = found[i] or '' end
return found
