-- copy-list.lua: copies the list of failed events, to be read page by page while it changes.
-- KEYS[1] list of failed events   KEYS[2] the copy   ARGV[1] how long the copy lives, ms
-- Returns its length
redis.call('COPY', KEYS[1], KEYS[2], 'REPLACE')
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return redis.call('LLEN', KEYS[2])
