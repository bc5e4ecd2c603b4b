-- replay-push.lua: sends dead notifications again. Each goes back into the outbox as a first attempt.
-- KEYS[1] outbox    KEYS[2] dead notifications    then the mark of each notification
-- ARGV for each notification: its id in the stream of dead ones
-- Returns a code for each: R = in the outbox, S = was sent in the meantime, G = no such entry, M = its text is no JSON
for i = 1, 2 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'stream' then
    return redis.error_reply('WRONGTYPE ' .. KEYS[i] .. ' is a ' .. found)
  end
end
local codes = {}
for i, id in ipairs(ARGV) do
  local entry = redis.call('XRANGE', KEYS[2], id, id)[1]
  local fields = {}
  if entry then
    for n = 1, #entry[2], 2 do
      fields[entry[2][n]] = entry[2][n + 1]
    end
  end
  if not entry then
    codes[i] = 'G'
  elseif redis.call('GET', KEYS[2 + i]) == 'sent' then
    codes[i] = 'S'
  elseif not fields.id or string.sub(fields.payload or '', 1, 1) ~= '{' then
    codes[i] = 'M'
  else
    redis.call('XADD', KEYS[1], '*', 'd', '0|' .. fields.id .. '|' .. fields.payload)
    redis.call('XDEL', KEYS[2], id)
    redis.call('DEL', KEYS[2 + i]) -- it says failed, which is no longer so
    codes[i] = 'R'
  end
end
return table.concat(codes)
