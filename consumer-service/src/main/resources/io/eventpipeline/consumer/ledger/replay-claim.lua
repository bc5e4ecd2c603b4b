-- replay-claim.lua: leases one dead letter that an operator has marked for replay; also renews the lease.
-- (after fence.lua and lease.lua)
-- KEYS[2] seq of the user             KEYS[3] event of the event      KEYS[4] inflight of the event
-- KEYS[5] its entry in the dead-letter queue                          KEYS[6] list of failed events
-- ARGV[2] partition                   ARGV[3] TTL of a lease, milliseconds
-- ARGV[4] start at which an event that never ended is given up
-- ARGV[5] token of the record
-- ARGV[6] '1' if events that were cut off before may run now, else '0'
-- ARGV[7] offset                      ARGV[8] user
-- ARGV[9] '1' if the handler of this very record has run in this process (Redis forgot), else '0'
-- Returns {'OK', code, next seq or ''}
--   L = leased to us
--   F = processed, or this record's failure stands there: nothing is left to do
--   N = the token gives no right: the record is to be judged as if it had none
--   B = leased by somebody else
--   C = leased to us, but started too often without an end
--   S = it was cut off before and may not run now
local next_seq = redis.call('GET', KEYS[2]) or ''
local status = redis.call('HGET', KEYS[3], 'status')
local entry = redis.call('HMGET', KEYS[5], 'eventId', 'userId', 'replayToken', 'topic', 'partition', 'offset')
local own = entry[1] and entry[2] == ARGV[8]
local token_fits = own and entry[3] == ARGV[5]
if status == 'processed' then
  if token_fits and redis.call('EXISTS', KEYS[4]) == 0 then -- a later record of this id succeeded
    redis.call('DEL', KEYS[5])
    redis.call('LREM', KEYS[6], 1, entry[1])
  end
  return {'OK', 'F', next_seq}
end
local recalled = ARGV[9] == '1' and own and not entry[3]
local home = (entry[4] or '') .. ':' .. (entry[5] or '')
if recalled and home == ARGV[2] and tonumber(entry[6] or '-1') >= tonumber(ARGV[7]) then
  return {'OK', 'F', next_seq} -- its failure, or a later one's, stands there: Redis forgot nothing
end
if not token_fits and not recalled then
  return {'OK', 'N', next_seq}
end
return {'OK', (lease(KEYS[4], ARGV[7], true)), next_seq}
