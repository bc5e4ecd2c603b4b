-- take.lua: makes the caller the owner of a partition, whoever owned it before.
-- KEYS[1] owner of the partition      KEYS[2] id of the topic that the partition was first read of
-- ARGV[1] id of the topic that it is read of now, '' if that is not known
-- Returns {'OK', the new epoch, id of the topic that it was first read of or ''}. The epoch is above every epoch
-- before it: max(stored + 1, milliseconds of Redis' clock).
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local stored = tonumber(redis.call('GET', KEYS[1]) or '0')
local epoch = string.format('%.0f', math.max(stored + 1, now))
redis.call('SET', KEYS[1], epoch)
if ARGV[1] ~= '' then
  redis.call('SET', KEYS[2], ARGV[1], 'NX')
end
return {'OK', epoch, redis.call('GET', KEYS[2]) or ''}
