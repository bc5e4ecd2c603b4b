-- unpause.lua: lets a paused user go on: for an operator, or for a consumer that has no room for more of the user.
-- KEYS[1] users that are paused       KEYS[2] pause of the user
-- ARGV[1] user                        ARGV[2] until when it is paused, as the caller knows it; '' ends any pause
-- ARGV[3] by whom or why it ends
-- Returns 1 if it was paused so, else 0: it was not, or another pause began meanwhile.
local till = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not till or (ARGV[2] ~= '' and tonumber(till) ~= tonumber(ARGV[2])) then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
if redis.call('EXISTS', KEYS[2]) == 1 then -- or a hash without an end of its life would stay
  redis.call('HSET', KEYS[2], 'ended', ARGV[3])
end
return 1
