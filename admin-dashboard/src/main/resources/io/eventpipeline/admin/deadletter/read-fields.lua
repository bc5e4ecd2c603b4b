-- read-fields.lua: reads the same fields of many hashes, in one call.
-- KEYS the hashes   ARGV the fields
-- Returns for each hash its values, in the order of the fields
local values = {}
for i, key in ipairs(KEYS) do
  values[i] = redis.call('HMGET', key, unpack(ARGV))
end
return values
