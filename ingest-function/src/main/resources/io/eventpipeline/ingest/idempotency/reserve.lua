-- reserve.lua: reserves each of many idempotency keys for a request, if the request is the first to use it.
-- KEYS[i] a string: 'p', fingerprint, token = reserved by that request; 'd', fingerprint = its event was acknowledged
-- ARGV[1] how long a reservation holds, milliseconds
-- ARGV[2i] fingerprint of what request i sends, of the same length for all    ARGV[2i + 1] its token
-- Returns for each key
--    1 = reserved for this request
--    0 = reserved by another request
--    2 = acknowledged, with this fingerprint
--   -1 = reserved or acknowledged, with another fingerprint
local answer = {}
for i, key in ipairs(KEYS) do
  local fingerprint, token = ARGV[2 * i], ARGV[2 * i + 1]
  local stored = redis.call('GET', key)
  if not stored or stored == 'p' .. fingerprint .. token then
    redis.call('SET', key, 'p' .. fingerprint .. token, 'PX', ARGV[1])
    answer[i] = 1
  elseif string.sub(stored, 2, 1 + #fingerprint) ~= fingerprint then
    answer[i] = -1
  elseif string.sub(stored, 1, 1) == 'd' then
    answer[i] = 2
  else
    answer[i] = 0
  end
end
return answer
