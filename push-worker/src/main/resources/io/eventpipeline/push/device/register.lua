-- register.lua: adds a device of a user.
-- KEYS[1] set of the user's tokens
-- ARGV[1] token    ARGV[2] tokens at most
-- Returns {1 if it is there now, 0 if the user has too many}
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then
  if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then
    return {0}
  end
  redis.call('SADD', KEYS[1], ARGV[1])
end
return {1}
