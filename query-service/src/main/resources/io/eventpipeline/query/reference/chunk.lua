-- chunk.lua: one part of a reference table
-- KEYS[1] ref:{version}:{n}
-- Returns its bytes; '' if it is gone
return {redis.call('GET', KEYS[1]) or ''}
