-- hold.lua: keeps all workers from sending for a while. A longer hold stays.
-- KEYS[1] hold
-- ARGV[1] ms
-- Returns {ms that the hold lasts}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local stored = tonumber(redis.call('GET', KEYS[1]) or '0') or 0
local wanted = math.max(stored, now + tonumber(ARGV[1]))
if wanted > now then
  redis.call('SET', KEYS[1], string.format('%.0f', wanted), 'PX', string.format('%.0f', wanted - now))
end
return {math.max(0, wanted - now)}
