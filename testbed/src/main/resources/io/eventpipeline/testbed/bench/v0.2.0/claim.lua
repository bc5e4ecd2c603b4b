-- claim.lua: leases consecutive events of each of many lanes to the owner of their partition; also renews the leases.
-- (after fence.lua)
-- KEYS[2…] seq of each lane's user; then event of each event; then inflight of each event
-- ARGV[2] partition                   ARGV[3] TTL of a lease, milliseconds
-- ARGV[4] start at which an event that never ended is given up
-- ARGV[5] farthest a seq may be ahead of a known user's
-- ARGV[6] '1' if events that were cut off before may run now, else '0'
-- ARGV[7] number of lanes             ARGV[8] number of events
--         then for each lane: user, number of its events
--         then for each event, lane by lane: seq ('' if none), offset
-- Returns {'OK', codes, then for each lane: next seq or ''}. A code is one character for each event, in their order
--   L = leased to us
--   F = final, with this user and seq
--   E = final, but under another user or seq
--   P = its seq is past: below the next one
--   G = its seq is beyond a gap: above the next one
--   T = its seq is too far above the next one of a known user
--   B = leased by somebody else; what follows in the lane is U
--   C = leased to us, but started too often without an end
--   S = it was cut off before and may not run now; what follows in the lane is U
--   U = not looked at, or the place is that of an event before it in this call; what follows in the lane is U
local partition, ttl = ARGV[2], ARGV[3]
local last_start, max_jump = tonumber(ARGV[4]), tonumber(ARGV[5])
local cut_off_may_run = ARGV[6] == '1'
local lanes, count = tonumber(ARGV[7]), tonumber(ARGV[8])
local mine = partition .. ' ' .. ARGV[1] .. ' '
local seqs = redis.call('MGET', unpack(KEYS, 2, 1 + lanes))
local some_final = redis.call('EXISTS', unpack(KEYS, 2 + lanes, 1 + lanes + count)) > 0
local answer, codes = {'OK', ''}, {}

-- Returns the code of an event that may run now, and true if what follows it has to wait.
local function lease(inflight, offset, first)
  local token = mine .. offset .. ' '
  if redis.call('SET', inflight, token .. '1', 'NX', 'PX', ttl) then
    return 'L', false
  end
  local home, epoch, at, before = lease_parts(redis.call('GET', inflight))
  if home == partition and epoch == ARGV[1] and at == offset then
    redis.call('SET', inflight, token .. before, 'PX', ttl)
    return 'L', false
  end
  if home ~= partition or tonumber(epoch) >= tonumber(ARGV[1]) then
    return 'B', true
  end
  local starts = tonumber(before) + 1
  local given_up = starts >= last_start
  if not first then
    return 'U', true
  elseif not given_up and starts > 2 and not cut_off_may_run then
    return 'S', true
  end
  redis.call('SET', inflight, token .. string.format('%d', starts), 'PX', ttl)
  return given_up and 'C' or 'L', true
end

local last = 0
for lane = 1, lanes do
  local user, first = ARGV[7 + 2 * lane], last + 1
  last = last + tonumber(ARGV[8 + 2 * lane])
  local stored_seq = seqs[lane]
  local first_seq = tonumber(stored_seq or '1')
  local next_seq = first_seq
  local stop = false
  for event = first, last do
    local at = 7 + 2 * lanes + 2 * event
    local seq, offset = ARGV[at], ARGV[at + 1]
    local place = tonumber(seq)
    local key = KEYS[1 + lanes + event]
    local code
    if stop then
      code = 'U'
    elseif some_final and redis.call('EXISTS', key) == 1 then
      local final = redis.call('HMGET', key, 'userId', 'seq')
      code = ((final[1] or '') == user and (final[2] or '') == seq) and 'F' or 'E'
    elseif place and place < first_seq then
      code = 'P'
    elseif place and place < next_seq then
      code = 'U' -- its place goes to an event of this call: judged when that is settled
      stop = true
    elseif place and place > next_seq then
      code = (stored_seq and place - next_seq > max_jump) and 'T' or 'G'
    else
      code, stop = lease(KEYS[1 + lanes + count + event], offset, event == first)
      if place and (code == 'L' or code == 'C') then
        next_seq = next_seq + 1
      end
    end
    codes[event] = code
  end
  answer[2 + lane] = stored_seq or ''
end
answer[2] = table.concat(codes)
return answer
