-- forget.lua: deletes one token of a user, and leaves all others.
-- KEYS[1] set of the user's tokens    KEYS[2] the token of a user with one device
-- ARGV[1] token
-- Returns {number of places it was deleted from}
local places = redis.call('SREM', KEYS[1], ARGV[1])
if redis.call('GET', KEYS[2]) == ARGV[1] then
  redis.call('DEL', KEYS[2])
  places = places + 1
end
return {places}
