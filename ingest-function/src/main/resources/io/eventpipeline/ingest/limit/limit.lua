-- limit.lua: takes places in the sliding window of each of many users, and in that of the address they come from.
-- KEYS[i] window of user i: a sorted set with one member for each place, its score the moment it was taken; a user may
--   stand there more than once, and is served in turn
-- last of KEYS: window of the address, if there is a limit for it
-- ARGV[1] places in a user's window        ARGV[2] length of the windows, milliseconds
-- ARGV[3] prefix for members, never used before
-- ARGV[4] places in the address's window, 0 = no such limit
-- ARGV[4 + i] places that user i asks for
-- Returns for each user, in their order: places granted, milliseconds until the next place opens (0 if all granted),
--   places left to the user, 1 if the rest was refused by the address's window (else 0)
-- then, if there is a limit for the address: places left to it
-- A place counts in both windows or in none. The clock is Redis' own, so that all processes share it; a score from the
-- future (the clock was set back) is dropped.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local window = tonumber(ARGV[2])
local now_text = string.format('%.0f', now)
local past = string.format('%.0f', now - window)

local function room(key, limit, want)
  local used = redis.call('ZCARD', key)
  if used > 0 then
    used = used - redis.call('ZREMRANGEBYSCORE', key, '-inf', past)
  end
  if used + want > limit then
    used = used - redis.call('ZREMRANGEBYSCORE', key, '(' .. now_text, '+inf')
  end
  return math.max(0, limit - used)
end

local function take(key, count, prefix)
  local places = {now_text, prefix}
  for place = 2, count do
    places[2 * place - 1] = now_text
    places[2 * place] = prefix .. '-' .. place
  end
  for from = 1, 2 * count, 2000 do
    redis.call('ZADD', key, unpack(places, from, math.min(2 * count, from + 1999)))
  end
  redis.call('PEXPIRE', key, ARGV[2])
end

local function opens(key)
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  return (first[2] and tonumber(first[2]) or now) + window - now + 1
end

local user_limit, address_limit = tonumber(ARGV[1]), tonumber(ARGV[4])
local users, address, address_room = #KEYS, nil, nil
if address_limit > 0 then
  users = users - 1
  address = KEYS[#KEYS]
  local all = 0
  for i = 1, users do
    all = all + tonumber(ARGV[4 + i])
  end
  address_room = room(address, address_limit, all)
end

local answer, taken = {}, 0
for i = 1, users do
  local key, want = KEYS[i], tonumber(ARGV[4 + i])
  local free = room(key, user_limit, want)
  local granted = math.min(want, free)
  local by_address = 0
  if address and address_room - taken < granted then
    granted = address_room - taken
    by_address = 1
  end
  if granted > 0 then
    take(key, granted, string.format('%s-%d', ARGV[3], i))
    taken = taken + granted
  end
  local wait = 0
  if granted < want then
    if free < want then
      wait = opens(key)
    end
    if by_address == 1 then
      wait = math.max(wait, opens(address))
    end
  end
  answer[4 * i - 3] = granted
  answer[4 * i - 2] = wait
  answer[4 * i - 1] = free - granted
  answer[4 * i] = by_address
end
if address then
  if taken > 0 then
    take(address, taken, ARGV[3])
  end
  answer[4 * users + 1] = address_room - taken
end
return answer
