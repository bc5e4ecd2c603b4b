-- begin.lua: takes the lease of the only upload
-- KEYS[1] ref:upload  [2] ref:current
-- ARGV[1] token  [2] lease in ms
-- Returns 0 and how long the lease of another upload still lasts, in ms; or 1, now in unix ms, and
--     ts, ver, chunks and users of the table that counts ('' each if there is none)
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return {0, redis.call('PTTL', KEYS[1])}
end
local time = redis.call('TIME')
local found = redis.call('HMGET', KEYS[2], 'ts', 'ver', 'chunks', 'users')
local answer = {1, time[1] * 1000 + math.floor(time[2] / 1000)}
for i = 1, 4 do answer[2 + i] = found[i] or '' end
return answer
