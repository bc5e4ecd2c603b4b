-- settle.lua: makes consecutive events of each of many lanes final, in their order, and all that belongs to it.
-- (after fence.lua)
-- KEYS[2] list of failed events
--         then seq of each lane's user; inflight of each event; order of each lane's user; event of each event;
--         dedup of each event; entry in the dead-letter queue of each failed event
-- ARGV[2] partition         ARGV[3] how long a final event is kept, milliseconds; 0 = for ever
-- ARGV[4] topic             ARGV[5] number of the partition
-- ARGV[6] how many of a user's latest seqs the order keeps ('' = all)
-- ARGV[7] number of lanes   ARGV[8] number of events
--         then for each lane: user ('' if none), number of its events
--         then for each event, lane by lane: kind, id, offset, seq ('' if none), attempts, type ('' if none)
--           kind P = processed, takes its place in the order
--           kind F = failed, takes its place in the order
--           kind X = failed, and its place is not the next one
--           kind S = skipped, its place is past
--         then for each failed event: error, error class, stack trace, payload, encoding
-- Returns {'OK', codes, then for each lane: next seq or ''}. A code is one character for each event, in their order
--   S = final now
--   F = was final already, with this user and seq
--   E = was final already, but under another user or seq
--   M = not settled: the order of its user is elsewhere; what follows in the lane is U
--   B = not settled: leased by somebody else; what follows in the lane is U
--   U = not looked at
local partition, retention = ARGV[2], ARGV[3]
local history, lanes, count = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local mine = partition .. ' ' .. ARGV[1] .. ' '
local time = redis.call('TIME')
local now = time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000))

-- What stands before the first of each kind in KEYS and ARGV.
local seq_keys = 2
local lease_keys = seq_keys + lanes
local order_keys = lease_keys + count
local event_keys = order_keys + lanes
local dedup_keys = event_keys + count
local dead_keys = dedup_keys + count
local dead_args = 8 + 2 * lanes + 6 * count
local stored = redis.call('MGET', unpack(KEYS, seq_keys + 1, lease_keys + count)) -- seqs, then leases

-- Where the kind of an event stands in ARGV.
local function row(event)
  return 3 + 2 * lanes + 6 * event
end

-- Returns the code of an event whose user's next seq is next_seq.
local function judge(event, user, next_seq)
  local at = row(event)
  local kind, offset, seq = ARGV[at], ARGV[at + 2], ARGV[at + 3]
  local lease = stored[lanes + event]
  local token = mine .. offset .. ' '
  if not lease then
    local final = redis.call('HMGET', KEYS[event_keys + event], 'status', 'userId', 'seq')
    if final[1] then
      return ((final[2] or '') == user and (final[3] or '') == seq) and 'F' or 'E'
    end
  elseif string.sub(lease, 1, #token) ~= token then
    local home, epoch = lease_parts(lease)
    if home ~= partition or tonumber(epoch) >= tonumber(ARGV[1]) then
      return 'B'
    end
  end
  local place = tonumber(seq)
  if not place then
    return 'S'
  elseif kind == 'P' or kind == 'F' then
    return place == next_seq and 'S' or 'M'
  elseif kind == 'X' then
    return place ~= next_seq and 'S' or 'M'
  end
  return place < next_seq and 'S' or 'M'
end

-- Everything that belongs to a failed event but its state; dead counts the failed ones before it. An id that failed
-- before, and whose state has expired, stands in the list already: its entry says so, and is that of the last failure.
local function write_dead(event, dead, user)
  local at, from, key = row(event), dead_args + 5 * dead, KEYS[dead_keys + dead + 1]
  local entry = {
    'eventId', ARGV[at + 1], 'attempts', ARGV[at + 4], 'error', ARGV[from + 1], 'errorClass', ARGV[from + 2],
    'stackTrace', ARGV[from + 3], 'payload', ARGV[from + 4], 'encoding', ARGV[from + 5], 'queuedAt', now,
    'userId', user, 'type', ARGV[at + 5], 'topic', ARGV[4], 'partition', ARGV[5], 'offset', ARGV[at + 2]}
  local listed = redis.call('HEXISTS', key, 'eventId') == 1
  if not listed then
    redis.call('RPUSH', KEYS[2], ARGV[at + 1]) -- before the entry: what fails here is sent again, and not listed yet
  end
  if ARGV[at + 3] ~= '' then
    entry[#entry + 1] = 'seq'
    entry[#entry + 1] = ARGV[at + 3]
  elseif listed then
    redis.call('HDEL', key, 'seq')
  end
  redis.call('HSET', key, unpack(entry))
end

local function write_state(event, dead, user)
  local at, key = row(event), KEYS[event_keys + event]
  local kind, seq = ARGV[at], ARGV[at + 3]
  local status = kind == 'P' and 'processed' or kind == 'S' and 'skipped' or 'failed'
  if status == 'failed' then
    redis.call('HSET', key, 'error', ARGV[dead_args + 5 * dead + 1])
  end
  if seq ~= '' then
    redis.call('HSET', key, 'status', status, 'processedAt', now, 'attempts', ARGV[at + 4],
      'userId', user, 'type', ARGV[at + 5], 'seq', seq)
  else
    redis.call('HSET', key, 'status', status, 'processedAt', now, 'attempts', ARGV[at + 4],
      'userId', user, 'type', ARGV[at + 5])
  end
  if retention ~= '0' then
    redis.call('PEXPIRE', key, retention)
  end
end

-- Returns whether the event is a failed one.
local function is_failed(event)
  local kind = ARGV[row(event)]
  return kind == 'F' or kind == 'X'
end

-- A lane's checks, then its writes, then the next lane's: a script that fails half-way is not rolled back, and what
-- it fails of is some user's.
local codes, answer = {}, {'OK', ''}
local last, dead_before = 0, 0
for lane = 1, lanes do
  local user, first = ARGV[7 + 2 * lane], last + 1
  last = last + tonumber(ARGV[8 + 2 * lane])
  local before = tonumber(stored[lane] or '1')
  local next_seq, stop = before, false
  for event = first, last do
    local code = stop and 'U' or judge(event, user, next_seq)
    if code == 'S' and tonumber(ARGV[row(event) + 3]) == next_seq then
      next_seq = next_seq + 1
    end
    stop = stop or code == 'M' or code == 'B'
    codes[event] = code
  end

  local processed, leases, dead = {}, {}, dead_before
  for event = first, last do
    local failed = is_failed(event)
    if codes[event] == 'S' then
      local at = row(event)
      if retention == '0' then
        redis.call('SET', KEYS[dedup_keys + event], '1')
      else
        redis.call('SET', KEYS[dedup_keys + event], '1', 'PX', retention)
      end
      leases[#leases + 1] = KEYS[lease_keys + event]
      if failed then
        write_dead(event, dead, user)
      elseif ARGV[at] == 'P' and ARGV[at + 3] ~= '' then
        processed[#processed + 1] = ARGV[at + 3]
      end
    end
    dead = failed and dead + 1 or dead
  end
  if #processed > 0 then
    redis.call('RPUSH', KEYS[order_keys + lane], unpack(processed))
    if history then
      redis.call('LTRIM', KEYS[order_keys + lane], -history, -1)
    end
  end
  answer[2 + lane] = stored[lane] or ''
  if next_seq ~= before then
    answer[2 + lane] = string.format('%.0f', next_seq)
    redis.call('SET', KEYS[seq_keys + lane], answer[2 + lane])
  end
  if #leases > 0 then
    redis.call('DEL', unpack(leases))
  end
  dead = dead_before
  for event = first, last do
    if codes[event] == 'S' then
      write_state(event, dead, user)
    end
    dead = is_failed(event) and dead + 1 or dead
  end
  dead_before = dead
end
answer[2] = table.concat(codes)
return answer
