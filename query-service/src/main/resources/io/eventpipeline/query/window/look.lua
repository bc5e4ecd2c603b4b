-- look.lua: what was appended to the window log since the last look, at one moment
-- KEYS[1] win-generation  [2] ref:current  [3] … win:{second}, one for each second, rising
-- ARGV[1] a random text  [2] the generation that the reader knows  [3] most bytes to return
--     [4] … how many bytes the reader has of each second
-- Returns: now (unix seconds), generation, 1 if more is to be read, ts, ver, chunks and users of
--     ref:current ('' each if there is none); then for each second with news: its place from 1, the
--     offset of the bytes (0: what the reader has is not in Redis any more), the bytes
local made = redis.pcall('SET', KEYS[1], ARGV[1], 'NX')
if type(made) == 'table' and made.err and string.find(made.err, 'READONLY', 1, true) then
  return made -- a replica may have other data than this reader's mirror
end
local generation = redis.call('GET', KEYS[1]) or ''
local table_now = redis.call('HMGET', KEYS[2], 'ts', 'ver', 'chunks', 'users')
local answer = {redis.call('TIME')[1], generation, '0'}
for i = 1, 4 do answer[3 + i] = table_now[i] or '' end
local known = generation == ARGV[2]
local room = tonumber(ARGV[3])
for i = 1, #KEYS - 2 do
  local length = redis.pcall('STRLEN', KEYS[i + 2])
  if type(length) == 'number' then -- a foreign key of another type counts nothing
    local from = known and tonumber(ARGV[i + 3]) or 0
    if length < from then from = 0 end
    local forgotten = from == 0 and ARGV[i + 3] ~= '0'
    if length > from and room > 0 then
      local part = redis.call('GETRANGE', KEYS[i + 2], from, from + room - 1)
      if from + #part < length then answer[3] = '1' end
      room = room - #part
      answer[#answer + 1] = i
      answer[#answer + 1] = from
      answer[#answer + 1] = part
    elseif length > from then
      answer[3] = '1'
    elseif forgotten then
      answer[#answer + 1] = i
      answer[#answer + 1] = 0
      answer[#answer + 1] = ''
    end
  end
end
return answer
