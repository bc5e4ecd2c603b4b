-- job-open.lua: begins a job. KEYS[1] job   ARGV[1] how long it is kept, ms; then fields and values
-- Returns 1
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
