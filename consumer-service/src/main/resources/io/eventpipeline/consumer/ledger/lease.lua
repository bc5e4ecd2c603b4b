-- lease.lua: leases one event.
-- (after fence.lua)
-- ARGV[2] partition                   ARGV[3] TTL of a lease, milliseconds
-- ARGV[4] start at which an event that never ended is given up
-- ARGV[6] '1' if events that were cut off before may run now, else '0'
local partition, ttl, last_start = ARGV[2], ARGV[3], tonumber(ARGV[4])
local cut_off_may_run = ARGV[6] == '1'
local mine = partition .. ' ' .. ARGV[1] .. ' '

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

