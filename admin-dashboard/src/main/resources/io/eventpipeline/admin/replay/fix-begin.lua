-- fix-begin.lua: notes the id under which a dead letter that holds no event becomes a new event.
-- KEYS[1] its entry   ARGV[1] id of the new event  [2] the id that the caller saw noted, or ''
-- Returns the id that is noted now, '' if there is no such entry. One that is noted already stays.
if redis.call('HEXISTS', KEYS[1], 'eventId') == 0 then
  return ''
end
local noted = redis.call('HGET', KEYS[1], 'fixId')
if noted and noted ~= ARGV[2] then
  return noted
end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'fixId', ARGV[1], 'replayState', 'fixing',
  'replayAt', time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000)))
return ARGV[1]
