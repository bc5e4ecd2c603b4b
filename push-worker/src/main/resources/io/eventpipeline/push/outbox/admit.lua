-- admit.lua: says whether the caller may send an entry now, and to which devices.
-- KEYS[1] outbox    KEYS[2] hold    KEYS[3] mark of the notification
-- KEYS[4] set of the user's tokens    KEYS[5] the token of a user with one device
-- ARGV[1] group    ARGV[2] the caller's name in it    ARGV[3] entry
-- ARGV[4] unix ms after which nobody wants it, or ''    ARGV[5] tokens at most
-- Returns one of
--   {'LOST'} the entry is not the caller's (any more)
--   {'SENT'} a notification of this id was sent before
--   {'EXPIRED'} nobody wants it any more
--   {'HELD', ms} nobody may send for so long
--   {'OPEN', token…} send it
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
if pending.err or not pending[1] or pending[1][2] ~= ARGV[2] then
  return {'LOST'}
end
if redis.call('GET', KEYS[3]) == 'sent' then
  return {'SENT'}
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if ARGV[4] ~= '' and now > tonumber(ARGV[4]) then
  return {'EXPIRED'}
end
local hold = tonumber(redis.call('GET', KEYS[2]) or '0') or 0
if hold > now then
  return {'HELD', hold - now}
end
local open = {'OPEN'}
local single = redis.call('GET', KEYS[5])
for _, token in ipairs(redis.call('SRANDMEMBER', KEYS[4], ARGV[5])) do
  open[#open + 1] = token
  if token == single then
    single = false
  end
end
if single and single ~= '' and #open <= tonumber(ARGV[5]) then
  open[#open + 1] = single
end
return open
