-- show.lua: says which users of a partition wait, and for what. Replaces what was said before.
-- (after fence.lua)
-- KEYS[2] waiting users of the partition; then inflight of each event that another consumer holds
-- ARGV[2] TTL, milliseconds           ARGV[3] number of users
--         then for each user: user, what it waits for as a JSON object, position in KEYS of the lease or ''
-- Returns {'OK'}. An object with a lease gets the member heldBy: the lease, or '' if it has ended.
redis.call('DEL', KEYS[2])
local fields = {}
for i = 1, tonumber(ARGV[3]) do
  local at = 1 + 3 * i
  local text = ARGV[at + 1]
  if ARGV[at + 2] ~= '' then
    local lease = redis.call('GET', KEYS[tonumber(ARGV[at + 2])]) or ''
    text = string.sub(text, 1, -2) .. ',"heldBy":' .. cjson.encode(lease) .. '}'
  end
  fields[#fields + 1] = ARGV[at]
  fields[#fields + 1] = text
end
if #fields > 0 then
  redis.call('HSET', KEYS[2], unpack(fields))
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return {'OK'}
