-- look.lua: measures what waits. Drops old dead letters, and the names of workers that are long gone and left nothing.
-- KEYS[1] outbox    KEYS[2] retries    KEYS[3] dead letters
-- ARGV[1] group    ARGV[2] lifetime of a dead letter, ms
-- Returns {entries, retries, dead letters, age of the oldest entry in ms, dead letters dropped}
local GONE = 3600000 -- ms without any call
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local dropped = redis.call('XTRIM', KEYS[3], 'MINID', string.format('%.0f', now - tonumber(ARGV[2])))
local workers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if not workers.err then
  for _, fields in ipairs(workers) do
    local worker = {}
    for i = 1, #fields, 2 do
      worker[fields[i]] = fields[i + 1]
    end
    if worker.pending == 0 and worker.idle > GONE then
      redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], worker.name)
    end
  end
end
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local age = 0
if oldest then
  age = math.max(0, now - tonumber(string.match(oldest[1], '^%d+')))
end
return {redis.call('XLEN', KEYS[1]), redis.call('ZCARD', KEYS[2]), redis.call('XLEN', KEYS[3]), age, dropped}
