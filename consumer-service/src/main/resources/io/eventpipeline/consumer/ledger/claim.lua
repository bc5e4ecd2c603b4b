-- claim.lua: leases consecutive events of one lane to the owner of their partition; also renews the leases.
-- (after fence.lua)
-- KEYS[2] seq of the user             then for each event: event, inflight
-- ARGV[2] partition                   ARGV[3] TTL of a lease, milliseconds
-- ARGV[4] start at which an event that never ended is given up
-- ARGV[5] farthest a seq may be ahead of a known user's
-- ARGV[6] '1' if events that were cut off before may run now, else '0'
-- ARGV[7] user                        then for each event: seq ('' if none), offset
-- Returns {'OK', next seq or '', codes}: one character for each event, in their order
--   L = leased to us
--   F = final, with this user and seq
--   E = final, but under another user or seq
--   P = its seq is past: below the next one
--   G = its seq is beyond a gap: above the next one
--   T = its seq is too far above the next one of a known user
--   B = leased by somebody else; what follows is U
--   C = leased to us, but started too often without an end
--   S = it was cut off before and may not run now; what follows is U
--   U = not looked at, or the place is that of an event before it in this call; what follows is U
local partition, ttl, user = ARGV[2], ARGV[3], ARGV[7]
local mine = partition .. ' ' .. ARGV[1] .. ' '
local stored_seq = redis.call('GET', KEYS[2])
local first_seq = tonumber(stored_seq or '1')
local next_seq = first_seq
local codes = {}
local count = (#ARGV - 7) / 2
local stop = false

for i = 1, count do
  local event, inflight = KEYS[1 + 2 * i], KEYS[2 + 2 * i]
  local seq, offset = ARGV[6 + 2 * i], ARGV[7 + 2 * i]
  local place = tonumber(seq)
  local code
  if stop then
    code = 'U'
  else
    local final = redis.call('HMGET', event, 'status', 'userId', 'seq')
    if final[1] then
      code = ((final[2] or '') == user and (final[3] or '') == seq) and 'F' or 'E'
    elseif place and place < first_seq then
      code = 'P'
    elseif place and place < next_seq then
      code = 'U' -- its place goes to an event of this call: judged when that is settled
      stop = true
    elseif place and place > next_seq then
      code = (stored_seq and place - next_seq > tonumber(ARGV[5])) and 'T' or 'G'
    else
      local token = mine .. offset .. ' '
      local lease = redis.call('GET', inflight)
      local starts = 1
      code = 'L'
      if lease then
        local home, epoch, at, before = lease_parts(lease)
        if home == partition and epoch == ARGV[1] and at == offset then
          starts = tonumber(before)
        elseif home == partition and tonumber(epoch) < tonumber(ARGV[1]) then
          starts = tonumber(before) + 1
          if i > 1 then
            code = 'U'
          elseif starts >= tonumber(ARGV[4]) then
            code = 'C'
          elseif starts > 2 and ARGV[6] ~= '1' then
            code = 'S'
          end
          stop = true
        else
          code = 'B'
          stop = true
        end
      end
      if code == 'L' or code == 'C' then
        redis.call('SET', inflight, token .. string.format('%d', starts), 'PX', ttl)
        if place then
          next_seq = next_seq + 1
        end
      end
    end
  end
  codes[i] = code
end
return {'OK', stored_seq or '', table.concat(codes)}
