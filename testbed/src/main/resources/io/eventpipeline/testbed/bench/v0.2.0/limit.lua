-- limit.lua: takes permits from sliding windows, one for each of many users, or the one of an address.
-- KEYS[i] window i: a sorted set with one member for each permit, its score the moment it was taken. The same window may
--   stand there more than once and is served in turn.
-- ARGV[1] permits in each window        ARGV[2] length of the windows, milliseconds
-- ARGV[3] prefix of the members' names, never used before
-- ARGV[4] how many of the permits asked for must not be granted: the last ones, because another limit refused them
-- ARGV[4 + i] permits asked of window i
-- Returns for each window, in their order: permits granted, milliseconds until the window has more (0 if it had enough),
--   permits left in the window. A window that refuses has none left; one with some left lost the rest to ARGV[4].
-- Member n of window i is named prefix-i-n, the first one prefix-i.
-- The clock is Redis' own, so that all processes share it. The script drops scores from the future (the clock was set
-- back).
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local window = tonumber(ARGV[2])
local now_text = string.format('%.0f', now)
local past = string.format('%.0f', now - window)

local function count_free(key, limit, want)
  local used = redis.call('ZCARD', key)
  if used > 0 then
    used = used - redis.call('ZREMRANGEBYSCORE', key, '-inf', past)
  end
  if used + want > limit then
    used = used - redis.call('ZREMRANGEBYSCORE', key, '(' .. now_text, '+inf')
  end
  return math.max(0, limit - used)
end

local function take(key, count, name)
  local members = {now_text, name}
  for n = 2, count do
    members[2 * n - 1] = now_text
    members[2 * n] = name .. '-' .. n
  end
  for from = 1, 2 * count, 2000 do
    redis.call('ZADD', key, unpack(members, from, math.min(2 * count, from + 1999)))
  end
  redis.call('PEXPIRE', key, ARGV[2])
end

local function wait_for(key)
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  return (first[2] and tonumber(first[2]) or now) + window - now + 1
end

local limit, grantable = tonumber(ARGV[1]), -tonumber(ARGV[4])
for i = 1, #KEYS do
  grantable = grantable + tonumber(ARGV[4 + i])
end

local answer = {}
for i, key in ipairs(KEYS) do
  local want = tonumber(ARGV[4 + i])
  local free = count_free(key, limit, want)
  local granted = math.min(want, free, grantable)
  if granted > 0 then
    take(key, granted, string.format('%s-%d', ARGV[3], i))
    grantable = grantable - granted
  end
  answer[3 * i - 2] = granted
  answer[3 * i - 1] = free < want and wait_for(key) or 0
  answer[3 * i] = free - granted
end
return answer
