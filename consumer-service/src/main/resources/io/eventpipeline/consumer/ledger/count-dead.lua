-- count-dead.lua: how many events stand in the dead-letter queue.
-- KEYS[1] list of failed events
-- Returns {'OK', number}
return {'OK', tostring(redis.call('LLEN', KEYS[1]))}
