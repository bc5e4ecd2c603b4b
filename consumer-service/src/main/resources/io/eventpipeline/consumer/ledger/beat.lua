-- beat.lua: says that a consumer is there, and what it works on. Replaces what it said before.
-- KEYS[1] heartbeat of the consumer
-- ARGV[1] TTL, milliseconds           then field, value, field, value, …
-- Returns {'OK'}
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {'OK'}
