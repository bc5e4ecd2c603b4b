-- job-end.lua: ends a job, if this runner still has the right to run it.
-- KEYS[1] job   ARGV[1] runner  ARGV[2] state: done or stopped  ARGV[3] events that nobody ran
-- Returns 1, or 0 if another runner has the right
if redis.call('HGET', KEYS[1], 'runner') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'stuck', ARGV[3])
redis.call('HDEL', KEYS[1], 'runner', 'runnerUntil', 'codes')
return 1
