-- limit.lua: takes places in the sliding window of each of many users.
-- KEYS[i] window of the user: a sorted set with one member for each place, its score the moment it was taken
-- ARGV[1] places in a window      ARGV[2] length of the window, milliseconds
-- ARGV[3] prefix for members, never used before
-- ARGV[3 + i] places that user i asks for
-- Returns for each user, in their order: places granted, milliseconds until the next place opens (0 if all granted)
-- The clock is Redis' own, so that all processes share it; a score from the future (the clock was set back) is dropped.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local now_text = string.format('%.0f', now)
local past = string.format('%.0f', now - window)
local answer = {}
for i, key in ipairs(KEYS) do
  local want = tonumber(ARGV[3 + i])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', past)
  local used = redis.call('ZCARD', key)
  if used + want > limit then
    used = used - redis.call('ZREMRANGEBYSCORE', key, '(' .. now_text, '+inf')
  end
  local granted = math.max(0, math.min(want, limit - used))
  if granted > 0 then
    local places = {}
    for place = 1, granted do
      places[2 * place - 1] = now_text
      places[2 * place] = ARGV[3] .. place
    end
    redis.call('ZADD', key, unpack(places))
    redis.call('PEXPIRE', key, window)
  end
  local wait = 0
  if granted < want then
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    wait = tonumber(first[2]) + window - now + 1
  end
  answer[2 * i - 1] = granted
  answer[2 * i] = wait
end
return answer
