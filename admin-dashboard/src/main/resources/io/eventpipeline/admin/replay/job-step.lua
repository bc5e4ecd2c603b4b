-- job-step.lua: stores the progress of a job, if this runner still has the right to run it.
-- KEYS[1] job   ARGV[1] runner  ARGV[2] codes of the batch that is being published, '' if none
--   ARGV[3] ids done in all  [4] marked  [5] published  [6] refused  [7] gone: the last four are added
-- Returns the state of the job, or 'held' if another runner has the right
local job = redis.call('HMGET', KEYS[1], 'runner', 'state')
if job[1] ~= ARGV[1] or (job[2] ~= 'running' and job[2] ~= 'stopping') then
  return 'held'
end
redis.call('HSET', KEYS[1], 'codes', ARGV[2], 'next', ARGV[3])
for i, field in ipairs({'marked', 'published', 'refused', 'gone'}) do
  redis.call('HINCRBY', KEYS[1], field, ARGV[3 + i])
end
return job[2]
