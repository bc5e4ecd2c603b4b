-- effects.lua: makes many events final, each once.
-- KEYS     for each event: its state, order of its user
-- ARGV[1]  how long a state is kept, milliseconds
--          then for each event: user, type, seq ('' if none)
-- Returns how many events were final before.
local time = redis.call('TIME')
local now = time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000))
local before = 0
for event = 1, #KEYS / 2 do
  local state, at = KEYS[2 * event - 1], 3 * event - 1
  if redis.call('EXISTS', state) == 1 then
    before = before + 1
  else
    if ARGV[at + 2] ~= '' then
      redis.call('RPUSH', KEYS[2 * event], ARGV[at + 2])
    end
    redis.call('HSET', state, 'status', 'processed', 'processedAt', now, 'attempts', '1',
      'userId', ARGV[at], 'type', ARGV[at + 1], 'seq', ARGV[at + 2])
    redis.call('PEXPIRE', state, ARGV[1])
  end
end
return before
