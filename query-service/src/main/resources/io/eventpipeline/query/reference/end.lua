-- end.lua: gives the lease of an upload back
-- KEYS[1] ref:upload
-- ARGV[1] token
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return {1}
