-- paused.lua: which users are paused.
-- KEYS[1] users that are paused
-- Returns {'OK', then for each user: user, milliseconds that are left, unix milliseconds at which the pause ends}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local answer = {'OK'}
local all = redis.call('ZRANGE', KEYS[1], string.format('(%.0f', now), '+inf', 'BYSCORE', 'WITHSCORES')
for i = 1, #all, 2 do
  local till = tonumber(all[i + 1])
  answer[#answer + 1] = all[i]
  answer[#answer + 1] = string.format('%.0f', till - now)
  answer[#answer + 1] = string.format('%.0f', till)
end
return answer
