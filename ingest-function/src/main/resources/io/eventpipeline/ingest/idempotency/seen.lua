-- seen.lua: reserves the signed bytes of a webhook for a delivery, if no other delivery has brought them.
-- KEYS[1] a string: event id, blank, token = reserved by that delivery; event id = the event was acknowledged
-- ARGV[1] how long a reservation holds, milliseconds
-- ARGV[2] event id, which has no blank        ARGV[3] token
-- Returns the code, and after 2 the event id that is stored
--    1 = reserved for this delivery
--    0 = reserved by another delivery
--    2 = acknowledged
local stored = redis.call('GET', KEYS[1])
local pending = ARGV[2] .. ' ' .. ARGV[3]
if not stored or stored == pending then
  redis.call('SET', KEYS[1], pending, 'PX', ARGV[1])
  return {1}
elseif string.find(stored, ' ', 1, true) then
  return {0}
end
return {2, stored}
