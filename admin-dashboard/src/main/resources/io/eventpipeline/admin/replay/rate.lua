-- rate.lua: takes permits that all capped replays share. An unused second is kept, and no more.
-- KEYS[1] until when the permits are given away, ms   ARGV[1] permits  ARGV[2] permits a second
-- Returns how long to wait before they may be used, ms
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local given = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now - 1000)
local till = given + tonumber(ARGV[1]) * 1000 / tonumber(ARGV[2])
redis.call('SET', KEYS[1], string.format('%.3f', till), 'PX', string.format('%.0f', math.max(till - now, 0) + 2000))
return math.ceil(math.max(till - now, 0))
