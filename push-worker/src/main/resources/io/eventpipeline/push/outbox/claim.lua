-- claim.lua: takes over entries that their worker has left alone. Entries that somebody deleted leave the group.
-- KEYS[1] outbox
-- ARGV[1] group    ARGV[2] the caller's name in it    ARGV[3] ms without any sign of life
-- ARGV[4] where to go on: '0-0' or the cursor of the last call    ARGV[5] entries at most
-- Returns {cursor, then for each entry: id, field d or ''}
local reply = redis.pcall('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], 'COUNT', ARGV[5], 'JUSTID')
if reply.err then
  if string.find(reply.err, 'NOGROUP', 1, true) then
    return {'0-0'} -- the next read makes the group
  end
  return reply
end
local claimed = {reply[1]}
for _, id in ipairs(reply[2]) do
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  if entry then
    local text = ''
    for i = 1, #entry[2], 2 do
      if entry[2][i] == 'd' then
        text = entry[2][i + 1]
      end
    end
    claimed[#claimed + 1] = id
    claimed[#claimed + 1] = text
  else
    redis.call('XACK', KEYS[1], ARGV[1], id)
  end
end
return claimed
