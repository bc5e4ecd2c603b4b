-- settle.lua: makes consecutive events of one lane final, in their order, and all that belongs to it.
-- (after fence.lua)
-- KEYS[2] seq of the user   KEYS[3] order of the user   KEYS[4] list of failed events
--         then for each event: event, dedup, inflight; then for each failed event: its entry in the dead-letter queue
-- ARGV[2] partition         ARGV[3] how long a final event is kept, milliseconds
-- ARGV[4] user, '' if none  ARGV[5] topic   ARGV[6] number of the partition   ARGV[7] number of events
--         then for each event: kind, id, offset, seq ('' if none), attempts, type ('' if none)
--           kind P = processed, takes its place in the order
--           kind F = failed, takes its place in the order
--           kind X = failed, and its place is not the next one
--           kind S = skipped, its place is past
--         then for each failed event: error, error class, stack trace, payload, encoding
-- Returns {'OK', next seq or '', codes}: one character for each event, in their order
--   S = final now
--   F = was final already, with this user and seq
--   E = was final already, but under another user or seq
--   M = not settled: the order of its user is elsewhere; what follows is U
--   B = not settled: leased by somebody else; what follows is U
--   U = not looked at
local partition, retention, user, count = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[7])
local mine = partition .. ' ' .. ARGV[1] .. ' '
local stored_seq = redis.call('GET', KEYS[2])
local next_seq = tonumber(stored_seq or '1')
local codes = {}
local stop = false

-- First every check, then every write: a script that fails half-way is not rolled back.
for i = 1, count do
  local at = 2 + 6 * i
  local kind, offset, seq = ARGV[at], ARGV[at + 2], ARGV[at + 3]
  local place = tonumber(seq)
  local code
  if stop then
    code = 'U'
  else
    local lease = redis.call('GET', KEYS[4 + 3 * i])
    local token = mine .. offset .. ' '
    if not lease then
      local final = redis.call('HMGET', KEYS[2 + 3 * i], 'status', 'userId', 'seq')
      if final[1] then
        code = ((final[2] or '') == user and (final[3] or '') == seq) and 'F' or 'E'
      end
    elseif string.sub(lease, 1, #token) ~= token then
      local home, epoch = lease_parts(lease)
      if home ~= partition or tonumber(epoch) >= tonumber(ARGV[1]) then
        code = 'B'
      end
    end
    if not code then
      if not place then
        code = 'S'
      elseif kind == 'P' or kind == 'F' then
        code = place == next_seq and 'S' or 'M'
      elseif kind == 'X' then
        code = place ~= next_seq and 'S' or 'M'
      else
        code = place < next_seq and 'S' or 'M'
      end
      if code == 'S' and place and place == next_seq then
        next_seq = next_seq + 1
      end
    end
    stop = code == 'M' or code == 'B'
  end
  codes[i] = code
end

local time = redis.call('TIME')
local now = time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000))
local tail = 7 + 6 * count
local dead = 0
local processed, leases = {}, {}
for i = 1, count do
  local at = 2 + 6 * i
  local kind, id = ARGV[at], ARGV[at + 1]
  local failed = kind == 'F' or kind == 'X'
  if codes[i] == 'S' then
    redis.call('SET', KEYS[3 + 3 * i], '1', 'PX', retention)
    leases[#leases + 1] = KEYS[4 + 3 * i]
    if kind == 'P' and ARGV[at + 3] ~= '' then
      processed[#processed + 1] = ARGV[at + 3]
    end
    if failed then
      local from = tail + 5 * dead
      local entry = {
        'eventId', id, 'attempts', ARGV[at + 4], 'error', ARGV[from + 1], 'errorClass', ARGV[from + 2],
        'stackTrace', ARGV[from + 3], 'payload', ARGV[from + 4], 'encoding', ARGV[from + 5], 'queuedAt', now,
        'userId', user, 'type', ARGV[at + 5], 'topic', ARGV[5], 'partition', ARGV[6], 'offset', ARGV[at + 2]}
      if ARGV[at + 3] ~= '' then
        entry[#entry + 1] = 'seq'
        entry[#entry + 1] = ARGV[at + 3]
      end
      redis.call('HSET', KEYS[4 + 3 * count + dead + 1], unpack(entry))
      redis.call('RPUSH', KEYS[4], id)
    end
  end
  if failed then
    dead = dead + 1
  end
end
if #processed > 0 then
  redis.call('RPUSH', KEYS[3], unpack(processed))
end
local seq_now = string.format('%.0f', next_seq)
if next_seq ~= tonumber(stored_seq or '1') then
  redis.call('SET', KEYS[2], seq_now)
  stored_seq = seq_now
end
if #leases > 0 then
  redis.call('DEL', unpack(leases))
end
dead = 0
for i = 1, count do
  local at = 2 + 6 * i
  local kind = ARGV[at]
  local failed = kind == 'F' or kind == 'X'
  if codes[i] == 'S' then
    local status = kind == 'P' and 'processed' or failed and 'failed' or 'skipped'
    local state = {'status', status, 'processedAt', now, 'attempts', ARGV[at + 4], 'userId', user, 'type', ARGV[at + 5]}
    if ARGV[at + 3] ~= '' then
      state[#state + 1] = 'seq'
      state[#state + 1] = ARGV[at + 3]
    end
    if failed then
      state[#state + 1] = 'error'
      state[#state + 1] = ARGV[tail + 5 * dead + 1]
    end
    redis.call('HSET', KEYS[2 + 3 * i], unpack(state))
    redis.call('PEXPIRE', KEYS[2 + 3 * i], retention)
  end
  if failed then
    dead = dead + 1
  end
end
return {'OK', stored_seq or '', table.concat(codes)}
