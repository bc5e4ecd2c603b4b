-- outbox.lua: how much waits in a stream of emissions, and whether anybody reads it.
-- KEYS[1] stream of emissions
-- ARGV[1] group of its readers
-- Returns {'OK', length, or -1 if the key is no stream, milliseconds since a reader was last seen, or -1 if none was}
local length = redis.pcall('XLEN', KEYS[1])
local idle = -1
local readers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if not readers.err then
  for _, reader in ipairs(readers) do
    for field = 1, #reader, 2 do
      if reader[field] == 'idle' and (idle < 0 or reader[field + 1] < idle) then
        idle = reader[field + 1]
      end
    end
  end
end
return {'OK', string.format('%.0f', type(length) == 'number' and length or -1), string.format('%.0f', idle)}
