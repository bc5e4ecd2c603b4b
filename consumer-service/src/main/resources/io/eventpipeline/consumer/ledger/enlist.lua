-- enlist.lua: adds a consumer to the list of those that are there, and removes those that are not.
-- KEYS[1] consumers
-- ARGV[1] id of the consumer   ARGV[2] TTL, milliseconds
-- Returns {'OK'}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {'OK'}
