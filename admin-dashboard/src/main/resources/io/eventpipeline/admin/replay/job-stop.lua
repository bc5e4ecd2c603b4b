-- job-stop.lua: asks a job to stop. One that never ran stops at once; else its runner does the rest.
-- KEYS[1] job
-- Returns the state of the job, or 'none' if there is no such job
local state = redis.call('HGET', KEYS[1], 'state')
if state == 'running' then
  state = 'stopping'
elseif state == 'ready' or state == 'counting' then
  state = 'stopped'
else
  return state or 'none'
end
redis.call('HSET', KEYS[1], 'state', state)
return state
