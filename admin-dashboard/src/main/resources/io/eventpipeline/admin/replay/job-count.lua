-- job-count.lua: stores how far the counting of a job is, unless it was stopped.
-- KEYS[1] job   ARGV[1] its state now: counting or ready  [2] entries looked at  [3] entries of the queue
--   [4] ids so far  [5] 1 if more are meant than a job takes
-- Returns the state of the job, or 'none' if there is no such job
local state = redis.call('HGET', KEYS[1], 'state')
if state == 'counting' then
  state = ARGV[1]
  redis.call('HSET', KEYS[1], 'state', state, 'looked', ARGV[2], 'listed', ARGV[3], 'total', ARGV[4], 'more', ARGV[5])
end
return state or 'none'
