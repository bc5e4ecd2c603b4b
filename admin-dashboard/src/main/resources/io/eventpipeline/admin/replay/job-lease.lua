-- job-lease.lua: takes or renews the right to run a job. One runner at a time has it.
-- KEYS[1] job  KEYS[2] its ids   ARGV[1] runner  ARGV[2] how long it has the right, ms  ARGV[3] how long the job is kept, ms
-- Returns the state of the job, 'held' if another runner has the right, or 'none' if there is no such job
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local job = redis.call('HMGET', KEYS[1], 'state', 'runner', 'runnerUntil')
local state = job[1]
if not state then
  return 'none'
elseif state ~= 'ready' and state ~= 'running' and state ~= 'stopping' then
  return state
elseif job[2] and job[2] ~= ARGV[1] and tonumber(job[3]) > now then
  return 'held'
end
if state == 'ready' then
  state = 'running'
  redis.call('HSET', KEYS[1], 'startedAt', string.format('%.0f', now))
end
redis.call('HSET', KEYS[1], 'state', state, 'runner', ARGV[1], 'runnerUntil', string.format('%.0f', now + tonumber(ARGV[2])))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return state
