#!lua name=warsha_v1
-- The ordered record of every room, as one atomic step per call. Names carry the format: another version lives beside this one.
--
-- Keys of a room R (one hash slot):
--   warsha:{R}:meta     hash    epoch, top, link, time, agenda, state (open | rebuilding), code, key (the room's key, sealed)
--   warsha:{R}:journal  stream  id <offset>-0; c cid, t time, r 1 where it raises the agenda's version, l link, b bytes, h hashes of its texts
--   warsha:{R}:cids     hash    cid → offset, for the life of the room
--   warsha:{R}:texts    hash    hash of a text → 16 bytes of salt, then the text; erasable
-- Keys of all rooms:
--   warsha:{rooms}      hash    room → code
--   warsha:{codes}      hash    code → room that has it now
--   warsha:{gone}       hash    deleted room → code it had: whoever still has it must not put it back
--
-- `link` is SHA-1(link before .. bytes), 40 characters: it finds forks and gaps between honest copies. Lua is not transactional in
-- Redis: everything that can be refused is refused before the first write. No loop is longer than the batch that was given.

local entries_max = 250000       -- the rules stop at 200,000; what closes and repairs a room still fits
local entry_bytes_max = 131072
local batch_max = 1024

local function whole(number) return string.format('%.0f', number) end

-- The reply protocol's own form, so that a message is read by the parser that reads replies.
local function resp(value)
  if type(value) ~= 'table' then return '$' .. #value .. '\r\n' .. value .. '\r\n' end
  local parts = { '*' .. #value .. '\r\n' }
  for i = 1, #value do parts[i + 1] = resp(value[i]) end
  return table.concat(parts)
end

local function meta_of(key)
  local got = redis.call('HMGET', key, 'epoch', 'top', 'link', 'time', 'agenda', 'state')
  if not got[1] then return nil end
  return { epoch = got[1], top = tonumber(got[2]), link = got[3], time = tonumber(got[4]), agenda = tonumber(got[5]), state = got[6] }
end

local function milliseconds()
  local now = redis.call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end

local function link_at(journal, meta, offset)
  if offset == 0 then return '' end
  if offset == meta.top then return meta.link end
  local id = whole(offset) .. '-0'
  local found = redis.call('XRANGE', journal, id, id)
  if not found[1] then return nil end
  local fields = found[1][2]
  for i = 1, #fields, 2 do
    if fields[i] == 'l' then return fields[i + 1] end
  end
end

-- Does the history that the caller knows stand in the stream?
local function continues(journal, meta, offset, link)
  return offset <= meta.top and link_at(journal, meta, offset) == link
end

-- Drafts as they come in ARGV from `at`: cid, raises, time (0: the store's), head, number of texts, then hash and salted text of each.
local function drafts_from(argv, at)
  local drafts = {}
  while at <= #argv do
    local draft = { cid = argv[at], raises = argv[at + 1] == '1', time = tonumber(argv[at + 2]), head = argv[at + 3], texts = {} }
    local count = tonumber(argv[at + 4])
    at = at + 5
    for _ = 1, count do
      draft.texts[#draft.texts + 1] = { argv[at], argv[at + 1] }
      at = at + 2
    end
    if #draft.cid ~= 22 or #draft.head > entry_bytes_max then return nil end
    drafts[#drafts + 1] = draft
  end
  if #drafts > batch_max then return nil end
  return drafts
end

-- Writes what is new of `drafts`, moves the head, tells the nodes. The answer: time, then the offset of each draft (negative: it was there).
local function write(keys, channel, room, meta, drafts)
  local meta_key, journal, cids, texts = keys[1], keys[2], keys[3], keys[4]
  local now, answer, message = milliseconds(), {}, { 'entries', room, meta.epoch }
  for i = 1, #drafts do
    local draft = drafts[i]
    local known = redis.call('HGET', cids, draft.cid)
    if known then
      answer[i] = '-' .. known
    else
      local offset = whole(meta.top + 1)
      meta.time = math.max(meta.time, draft.time > 0 and draft.time or now)
      local time = whole(meta.time)
      local bytes = draft.head .. '"offset":' .. offset .. ',"time":' .. time .. ',"v":1}'
      meta.link = redis.sha1hex(meta.link .. bytes)
      local entry, hashes = { offset, time, draft.raises and '1' or '0', draft.cid, meta.link, bytes }, {}
      for t = 1, #draft.texts do
        local text = draft.texts[t]
        redis.call('HSET', texts, text[1], text[2])
        hashes[t] = text[1]
        entry[#entry + 1] = text[1]
        entry[#entry + 1] = text[2]
      end
      redis.call('XADD', journal, offset .. '-0', 'c', draft.cid, 't', time, 'r', entry[3], 'l', meta.link, 'b', bytes, 'h', table.concat(hashes, ','))
      redis.call('HSET', cids, draft.cid, offset)
      meta.top = meta.top + 1
      if draft.raises then meta.agenda = meta.agenda + 1 end
      message[#message + 1] = entry
      answer[i] = offset
    end
  end
  if #message > 3 then
    redis.call('HSET', meta_key, 'epoch', meta.epoch, 'top', whole(meta.top), 'link', meta.link, 'time', whole(meta.time), 'agenda', whole(meta.agenda), 'state', meta.state)
    redis.call('PUBLISH', channel, resp(message))
  end
  table.insert(answer, 1, whole(meta.time))
  return answer
end

local function ok(answer)
  table.insert(answer, 1, 'OK')
  return answer
end

-- KEYS meta journal cids texts   ARGV channel room epoch known_offset known_link after(exact|agenda|rebuild|again) value draft…
-- Two are for repairs. `rebuild`: a room that was put back takes its old history, as long as the caller's continues what is there.
-- `again`: what a history lacks is recorded at its end; nothing it depended on is asked, a known cid is passed over.
local function append(keys, argv)
  local meta = meta_of(keys[1])
  if not meta then return { 'NOROOM' } end
  if meta.epoch ~= argv[3] then return { 'EPOCH', meta.epoch } end
  local after, value = argv[6], tonumber(argv[7])
  local is_repair = after == 'again' or after == 'rebuild'
  if meta.state ~= 'open' and not is_repair then return { 'REBUILDING' } end
  if after == 'rebuild' and meta.state ~= 'rebuilding' then return { 'CONFLICT', whole(meta.top) } end
  if not continues(keys[2], meta, tonumber(argv[4]), argv[5]) then return { 'FORK', meta.epoch, whole(meta.top) } end
  local drafts = drafts_from(argv, 8)
  if not drafts then return redis.error_reply('ERR a draft is too large or not well formed') end
  local fresh = 0
  for i = 1, #drafts do
    if redis.call('HEXISTS', keys[3], drafts[i].cid) == 0 then fresh = fresh + 1 end
  end
  if meta.top + fresh > entries_max then return { 'FULL' } end
  if fresh > 0 then
    if (after == 'exact' or after == 'rebuild') and value ~= meta.top then return { 'CONFLICT', whole(meta.top) } end
    if after == 'agenda' and value ~= meta.agenda then return { 'CONFLICT', whole(meta.top) } end
  end
  return ok(write(keys, argv[1], argv[2], meta, drafts))
end

-- KEYS meta journal cids texts   ARGV channel room epoch new_epoch draft: the fact that the epoch has risen. Compare and set.
local function raise(keys, argv)
  local meta = meta_of(keys[1])
  if not meta then return { 'NOROOM' } end
  if meta.epoch ~= argv[3] then return { 'EPOCH', meta.epoch } end
  local drafts = drafts_from(argv, 5)
  if not drafts then return redis.error_reply('ERR the draft is not well formed') end
  meta.epoch, meta.state = argv[4], 'open'
  return ok(write(keys, argv[1], argv[2], meta, drafts))
end

-- KEYS meta rooms codes   ARGV room code
local function create(keys, argv)
  if redis.call('EXISTS', keys[1]) == 1 then return { 'THERE' } end
  if redis.call('HEXISTS', keys[3], argv[2]) == 1 then return { 'TAKEN' } end
  redis.call('HSET', keys[3], argv[2], argv[1])
  redis.call('HSET', keys[2], argv[1], argv[2])
  redis.call('HSET', keys[1], 'epoch', '1', 'top', '0', 'link', '', 'time', '0', 'agenda', '0', 'state', 'open', 'code', argv[2])
  return { 'OK' }
end

-- KEYS meta   ARGV sealed_key: of the room; empty forgets it.
local function key(keys, argv)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'NOROOM' } end
  if argv[1] == '' then redis.call('HDEL', keys[1], 'key') else redis.call('HSET', keys[1], 'key', argv[1]) end
  return { 'OK' }
end

-- KEYS meta rooms codes gone   ARGV room code epoch sealed_key(may be empty)
-- Redis has forgotten the room: a node puts it back, empty and closed to appends until what it holds is recorded again.
local function restore(keys, argv)
  if redis.call('HEXISTS', keys[4], argv[1]) == 1 then return { 'GONE' } end
  if redis.call('EXISTS', keys[1]) == 1 then return { 'THERE' } end
  if argv[2] ~= '' then redis.call('HSETNX', keys[3], argv[2], argv[1]) end
  redis.call('HSET', keys[2], argv[1], argv[2])
  redis.call('HSET', keys[1], 'epoch', argv[3], 'top', '0', 'link', '', 'time', '0', 'agenda', '0', 'state', 'rebuilding', 'code', argv[2])
  if argv[4] ~= '' then redis.call('HSET', keys[1], 'key', argv[4]) end
  return { 'OK' }
end

-- KEYS rooms codes   ARGV room code: the code may be given to another room.
local function release(keys, argv)
  if redis.call('HGET', keys[2], argv[2]) == argv[1] then redis.call('HDEL', keys[2], argv[2]) end
  return { 'OK' }
end

-- KEYS meta journal cids texts bundle rooms codes gone   ARGV channel room code(may be empty)
-- The room is deleted, everywhere and for good. Nodes hear it, or come to it when they miss the room and would put it back.
local function bury(keys, argv)
  redis.call('HSET', keys[8], argv[2], argv[3])
  if redis.call('HGET', keys[7], argv[3]) == argv[2] then redis.call('HDEL', keys[7], argv[3]) end
  redis.call('HDEL', keys[6], argv[2])
  local found = redis.call('DEL', keys[1], keys[2], keys[3], keys[4], keys[5])
  redis.call('PUBLISH', argv[1], resp({ 'gone', argv[2] }))
  return { 'OK', whole(found) }
end

-- KEYS texts   ARGV hash…: how many were there
local function erase(keys, argv)
  local gone = 0
  for i = 1, #argv do gone = gone + redis.call('HDEL', keys[1], argv[i]) end
  return { 'OK', whole(gone) }
end

-- KEYS meta journal texts   ARGV since count: epoch, top, agenda, code, sealed key, then entries as in a message
local function read(keys, argv)
  local meta = meta_of(keys[1])
  if not meta then return { 'NOROOM' } end
  local more = redis.call('HMGET', keys[1], 'code', 'key')
  local answer = { 'OK', meta.epoch, whole(meta.top), whole(meta.agenda), more[1] or '', more[2] or '' }
  local found = redis.call('XRANGE', keys[2], '(' .. argv[1] .. '-0', '+', 'COUNT', argv[2])
  for i = 1, #found do
    local id, fields, f = found[i][1], found[i][2], {}
    for j = 1, #fields, 2 do f[fields[j]] = fields[j + 1] end
    local entry = { string.match(id, '^%d+'), f.t, f.r, f.c, f.l, f.b }
    for hash in string.gmatch(f.h, '[^,]+') do
      local text = redis.call('HGET', keys[3], hash)
      if text then
        entry[#entry + 1] = hash
        entry[#entry + 1] = text
      end
    end
    answer[#answer + 1] = entry
  end
  return answer
end

-- KEYS meta journal, of each room   ARGV an offset, of each room: epoch, top, state and the link at that offset; an empty list where there is no room
local function heads(keys, argv)
  local answer = {}
  for i = 1, #argv do
    local meta = meta_of(keys[2 * i - 1])
    local offset = tonumber(argv[i])
    if not meta then answer[i] = {}
    else answer[i] = { meta.epoch, whole(meta.top), meta.state, (offset <= meta.top and link_at(keys[2 * i], meta, offset)) or '-' } end
  end
  return answer
end

redis.register_function('warsha_v1_append', append)
redis.register_function('warsha_v1_raise', raise)
redis.register_function('warsha_v1_create', create)
redis.register_function('warsha_v1_key', key)
redis.register_function('warsha_v1_restore', restore)
redis.register_function('warsha_v1_release', release)
redis.register_function('warsha_v1_bury', bury)
redis.register_function('warsha_v1_erase', erase)
redis.register_function{ function_name = 'warsha_v1_read', callback = read, flags = { 'no-writes' } }
redis.register_function{ function_name = 'warsha_v1_heads', callback = heads, flags = { 'no-writes' } }
