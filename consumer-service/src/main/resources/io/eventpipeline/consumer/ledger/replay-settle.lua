-- replay-settle.lua: makes the result of one replay final, and all that belongs to it. It leaves the order alone.
-- (after fence.lua)
-- KEYS[2] seq of the user             KEYS[3] list of failed events   KEYS[4] inflight of the event
-- KEYS[5] event of the event          KEYS[6] dedup of the event      KEYS[7] its entry in the dead-letter queue
-- KEYS[8] job of the replay           KEYS[9] stream of notable events
-- KEYS[10] its second of the window log, or any key if it counts in none; then the stream of each emission
-- ARGV[2] partition                   ARGV[3] how long a final event is kept, milliseconds; 0 = for ever
-- ARGV[4] topic                       ARGV[5] number of the partition
-- ARGV[6] token of the record
-- ARGV[7] kind: P = processed, F = failed
-- ARGV[8] id        ARGV[9] offset    ARGV[10] attempts of this replay
-- ARGV[11] type     ARGV[12] user     ARGV[13] seq of the record ('' if none)
-- ARGV[14] its second of the window log ('' if it counts in none)
-- ARGV[15] retention of the window log, seconds
--          then, if it failed: error, error class, stack trace, payload, encoding, timestamp of its record
--          then, if it is processed: text of each emission
-- Returns {'OK', code, next seq or ''}
--   S = final now
--   F = was settled before, or a later mark gave the right to another record
--   B = not settled: leased by somebody else
--   O = not settled: the stream of one of its emissions is no stream
local most_history, most_error = 10, 500
local first_stream, first_result = 11, 16
local time = redis.call('TIME')
local now_s = tonumber(time[1])
local now = time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000))
local retention, id, processed, user = ARGV[3], ARGV[8], ARGV[7] == 'P', ARGV[12]
local next_seq = redis.call('GET', KEYS[2]) or ''
local token = ARGV[2] .. ' ' .. ARGV[1] .. ' ' .. ARGV[9] .. ' '
local held = redis.call('GET', KEYS[4])
if held and string.sub(held, 1, #token) ~= token then
  local home, epoch = lease_parts(held)
  if home ~= ARGV[2] or tonumber(epoch) >= tonumber(ARGV[1]) then
    return {'OK', 'B', next_seq}
  end
end
local old = redis.call('HMGET', KEYS[7], 'eventId', 'replayToken', 'attempts', 'queuedAt', 'errorClass', 'error',
  'payload', 'encoding', 'original', 'replays', 'history', 'replayBy', 'seq', 'silent')
local listed, by, silent = old[1], old[12] or '', old[14] == '1'
local status = redis.call('HGET', KEYS[5], 'status')
local forgotten = not listed and not status -- Redis lost everything of the event
if status == 'processed' or not (held or forgotten or (listed and old[2] == ARGV[6])) then
  return {'OK', 'F', next_seq}
end
for i = first_stream, #KEYS do
  local kind = redis.call('TYPE', KEYS[i]).ok
  if kind ~= 'stream' and kind ~= 'none' then
    return {'OK', 'O', next_seq}
  end
end

local attempts = string.format('%d', tonumber(old[3] or '0') + tonumber(ARGV[10]))
local replays = string.format('%d', tonumber(old[10] or '0') + 1)
local seq = listed and (old[13] or '') or ARGV[13] -- an edit does not change by what the original is recognised

-- Cuts between characters: what is longer ends before its last one of several bytes.
local function brief(text)
  if #text <= most_error then
    return text
  end
  return (string.gsub(string.sub(text, 1, most_error), '[\192-\255][\128-\191]*$', ''))
end

local function note_failure_before()
  local past = old[11] and cjson.decode(old[11]) or {}
  past[#past + 1] = {queuedAt = old[4], attempts = old[3], errorClass = old[5], error = brief(old[6] or ''), replayBy = by}
  while #past > most_history do
    table.remove(past, 2) -- the first failure is kept
  end
  redis.call('HSET', KEYS[7], 'history', cjson.encode(past))
  if old[7] and not old[9] and old[7] ~= ARGV[first_result + 3] then -- an edited one failed
    redis.call('HSET', KEYS[7], 'original', old[7], 'originalEncoding', old[8] or 'utf8')
  end
  redis.call('HDEL', KEYS[7], 'replayToken', 'replayState', 'replayAt', 'replayBy', 'silent')
end

local function write_dead()
  if listed then
    note_failure_before()
  end
  redis.call('HSET', KEYS[7], 'eventId', id, 'attempts', attempts, 'error', ARGV[first_result],
    'errorClass', ARGV[first_result + 1], 'stackTrace', ARGV[first_result + 2], 'payload', ARGV[first_result + 3],
    'encoding', ARGV[first_result + 4], 'queuedAt', now, 'userId', user, 'type', ARGV[11], 'topic', ARGV[4],
    'partition', ARGV[5], 'offset', ARGV[9], 'replays', replays)
  redis.call('HSETNX', KEYS[7], 'recordTimestamp', ARGV[first_result + 5]) -- of the first record: it dates the event
  if seq ~= '' then
    redis.call('HSET', KEYS[7], 'seq', seq)
  end
  redis.call('RPUSH', KEYS[3], id)
end

local function write_state()
  redis.call('HSET', KEYS[5], 'status', processed and 'processed' or 'failed', 'processedAt', now,
    'attempts', attempts, 'userId', user, 'type', ARGV[11], 'replays', replays)
  if seq ~= '' then
    redis.call('HSET', KEYS[5], 'seq', seq)
  end
  if processed then
    redis.call('HDEL', KEYS[5], 'error')
  else
    redis.call('HSET', KEYS[5], 'error', ARGV[first_result])
  end
  if retention ~= '0' then
    redis.call('PEXPIRE', KEYS[5], retention)
  end
end

local function emit()
  for i = first_stream, #KEYS do
    redis.call('XADD', KEYS[i], '*', 'd', ARGV[first_result + i - first_stream])
  end
  if #KEYS >= first_stream then
    redis.call('HSET', KEYS[5], 'emitted', #KEYS - first_stream + 1)
  end
end

local function count_in_window()
  local second, retention_s = tonumber(ARGV[14]), tonumber(ARGV[15])
  if second and now_s - second < retention_s then
    local record = string.char(math.floor(#user / 256), #user % 256) .. user
    if redis.pcall('APPEND', KEYS[10], record) == #record then
      redis.call('EXPIREAT', KEYS[10], second + retention_s + 60)
    end
  end
end

if retention == '0' then
  redis.call('SET', KEYS[6], '1')
else
  redis.call('SET', KEYS[6], '1', 'PX', retention)
end
if listed then
  redis.call('LREM', KEYS[3], 1, id) -- it stands near the head: the mark put it there
end
if processed then
  redis.call('DEL', KEYS[7])
else
  write_dead()
end
redis.call('DEL', KEYS[4])
write_state()
-- These add. Only what is final adds, or a script that failed half-way and is sent again would add twice.
if redis.call('EXISTS', KEYS[8]) == 1 then -- a job that has expired is not made again
  redis.pcall('HINCRBY', KEYS[8], processed and 'processed' or 'failed', 1)
end
redis.pcall('XADD', KEYS[9], 'MAXLEN', '~', '100000', '*', 'status', processed and 'replayed' or 'replay-failed',
  'eventId', id, 'userId', user, 'type', ARGV[11], 'topic', ARGV[4], 'partition', ARGV[5], 'offset', ARGV[9],
  'attempts', attempts, 'by', by)
if processed then
  if not silent then
    emit()
  end
  count_in_window()
end
return {'OK', 'S', next_seq}
