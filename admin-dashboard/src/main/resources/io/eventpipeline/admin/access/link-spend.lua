-- link-spend.lua: spends the one-time link.
-- KEYS[1] link   ARGV[1] SHA-256 of the token that was sent
-- Returns 1 if it was this one and nobody had spent it, else 0.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
