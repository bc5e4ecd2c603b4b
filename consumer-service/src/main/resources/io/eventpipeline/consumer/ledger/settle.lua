-- settle.lua: makes consecutive events of each of many lanes final, in their order, and all that belongs to it.
-- (after fence.lua)
-- KEYS[2] list of failed events          KEYS[3] stream of notable events
--         then seq of each lane's user; inflight of each event; order of each lane's user; event of each event;
--         dedup of each event; entry in the dead-letter queue of each failed event; seconds of the window log;
--         streams of emissions
-- ARGV[2] partition         ARGV[3] how long a final event is kept, milliseconds; 0 = for ever
-- ARGV[4] topic             ARGV[5] number of the partition
-- ARGV[6] how many of a user's latest seqs the order keeps ('' = all)
-- ARGV[7] retention of the window log, seconds
-- ARGV[8] number of lanes   ARGV[9] number of events
-- ARGV[10] number of seconds ARGV[11] number of emissions
--         then for each lane: user ('' if none), number of its events
--         then for each event, lane by lane: kind, id, offset, seq ('' if none), attempts, type ('' if none)
--           kind P = processed, takes its place in the order; P2 counts in the second of the seconds as well
--           kind F = failed, takes its place in the order
--           kind X = failed, and its place is not the next one
--           kind S = skipped, its place is past
--         then for each failed event: error, error class, stack trace, payload, encoding, timestamp of its record
--         then each of the seconds; then for each emission, in the order of events: event, key of its stream, text
-- Returns {'OK', codes, then for each lane: next seq or ''}. A code is one character for each event, in their order
--   S = final now
--   F = was final already, with this user and seq
--   E = was final already, but under another user or seq
--   M = not settled: the order of its user is elsewhere; what follows in the lane is U
--   B = not settled: leased by somebody else; what follows in the lane is U
--   O = not settled: the stream of one of its emissions is no stream; what follows in the lane is U
--   U = not looked at
local partition, retention = ARGV[2], ARGV[3]
local history, lanes, count = tonumber(ARGV[6]), tonumber(ARGV[8]), tonumber(ARGV[9])
local seconds, emissions = tonumber(ARGV[10]), tonumber(ARGV[11])
local mine = partition .. ' ' .. ARGV[1] .. ' '
local time = redis.call('TIME')
local now_s = tonumber(time[1])
local now = time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000))

-- What stands before the first of each kind in KEYS and ARGV.
local seq_keys = 3
local lease_keys = seq_keys + lanes
local order_keys = lease_keys + count
local event_keys = order_keys + lanes
local dedup_keys = event_keys + count
local dead_keys = dedup_keys + count
local row_args = 11 + 2 * lanes
local dead_args = row_args + 6 * count
local emission_args = #ARGV - 3 * emissions
local second_args = emission_args - seconds
local stored = redis.call('MGET', unpack(KEYS, seq_keys + 1, lease_keys + count)) -- seqs, then leases

-- Where the kind of an event stands in ARGV.
local function row(event)
  return row_args + 6 * event - 5
end

-- Returns whether the event is a failed one.
local function is_failed(event)
  local kind = ARGV[row(event)]
  return kind == 'F' or kind == 'X'
end

local codes, emitted, no_stream, kinds = {}, {}, {}, {}
for i = emissions, 1, -1 do -- so that emitted has, of each event, where its first one stands
  local at = emission_args + 3 * i - 2
  local event, key = tonumber(ARGV[at]), KEYS[tonumber(ARGV[at + 1])]
  kinds[key] = kinds[key] or redis.call('TYPE', key).ok
  emitted[event] = at
  no_stream[event] = no_stream[event] or (kinds[key] ~= 'stream' and kinds[key] ~= 'none')
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
  if no_stream[event] then
    return 'O'
  end
  local place = tonumber(seq)
  if not place then
    return 'S'
  elseif kind == 'X' then
    return place ~= next_seq and 'S' or 'M'
  elseif kind == 'S' then
    return place < next_seq and 'S' or 'M'
  end
  return place == next_seq and 'S' or 'M'
end

-- Everything that belongs to a failed event but its state; dead counts the failed ones before it. An id that failed
-- before, and whose state has expired, stands in the list already: its entry says so, and is that of the last failure.
local function write_dead(event, dead, user)
  local at, from, key = row(event), dead_args + 6 * dead, KEYS[dead_keys + dead + 1]
  local entry = {
    'eventId', ARGV[at + 1], 'attempts', ARGV[at + 4], 'error', ARGV[from + 1], 'errorClass', ARGV[from + 2],
    'stackTrace', ARGV[from + 3], 'payload', ARGV[from + 4], 'encoding', ARGV[from + 5],
    'recordTimestamp', ARGV[from + 6], 'queuedAt', now,
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
  local status = kind == 'S' and 'skipped' or is_failed(event) and 'failed' or 'processed'
  if status == 'failed' then
    redis.call('HSET', key, 'error', ARGV[dead_args + 6 * dead + 1])
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

local function emit(event)
  local at, sent = emitted[event], 0
  while at and at < #ARGV and tonumber(ARGV[at]) == event do
    redis.call('XADD', KEYS[tonumber(ARGV[at + 1])], '*', 'd', ARGV[at + 2])
    at, sent = at + 3, sent + 1
  end
  if sent > 0 then
    redis.call('HSET', KEYS[event_keys + event], 'emitted', sent)
  end
end

-- A foreign key in its place loses the line, never the event.
local function note_skipped(event, user)
  local at = row(event)
  redis.pcall('XADD', KEYS[3], 'MAXLEN', '~', '100000', '*', 'status', 'skipped', 'eventId', ARGV[at + 1],
    'userId', user, 'type', ARGV[at + 5], 'topic', ARGV[4], 'partition', ARGV[5], 'offset', ARGV[at + 2])
end

-- What the lanes that are written add to each of the seconds: one APPEND for all of them.
local counted = {}
local function count_in_window(event, record)
  local second = string.sub(ARGV[row(event)], 2) -- '' for all that is not processed
  if second ~= '' then
    local records = counted[second]
    if records then
      records[#records + 1] = record
    else
      counted[second] = {record}
    end
  end
end

local function write_window()
  local window_keys = dead_keys + (second_args - dead_args) / 6 -- how many events failed
  local retention_s = tonumber(ARGV[7])
  for second = 1, seconds do
    local records, at = table.concat(counted[tostring(second)] or {}), tonumber(ARGV[second_args + second])
    if records ~= '' and now_s - at < retention_s then
      local key = KEYS[window_keys + second]
      if redis.pcall('APPEND', key, records) == #records then
        redis.call('EXPIREAT', key, at + retention_s + 60)
      end
    end
  end
end

-- A lane's checks, then its writes, then the next lane's: a script that fails half-way is not rolled back, and what
-- it fails of is some user's.
local answer = {'OK', ''}
local last, dead_before = 0, 0
local function settle_lane(lane)
  local user, first = ARGV[10 + 2 * lane], last + 1
  last = last + tonumber(ARGV[11 + 2 * lane])
  local before = tonumber(stored[lane] or '1')
  local next_seq, stop = before, false
  for event = first, last do
    local code = stop and 'U' or judge(event, user, next_seq)
    if code == 'S' and tonumber(ARGV[row(event) + 3]) == next_seq then
      next_seq = next_seq + 1
    end
    stop = stop or code == 'M' or code == 'B' or code == 'O'
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
      elseif ARGV[at] ~= 'S' and ARGV[at + 3] ~= '' then
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
  local record = seconds > 0 and string.char(math.floor(#user / 256), #user % 256) .. user
  for event = first, last do
    if codes[event] == 'S' then
      write_state(event, dead, user)
      -- These add. Only what is final adds, or a lane that failed and is sent again would add twice.
      if emitted[event] then
        emit(event)
      end
      if ARGV[row(event)] == 'S' then
        note_skipped(event, user)
      end
      if record then
        count_in_window(event, record)
      end
    end
    dead = is_failed(event) and dead + 1 or dead
  end
  dead_before = dead
end

local wrong
for lane = 1, lanes do
  local ok, why = pcall(settle_lane, lane)
  if not ok then
    wrong = why
    break
  end
end
if seconds > 0 then
  write_window()
end
if wrong then -- the lanes before it are settled, and counted
  if type(wrong) == 'string' then -- Redis 6.2 puts the place in the script before the error
    wrong = {err = string.match(wrong, '^@user_script: ?%d+: %-?(.*)$') or wrong}
  end
  return wrong
end
answer[2] = table.concat(codes)
return answer
