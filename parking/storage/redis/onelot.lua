#!lua name=onelot

-- The register merge, next to the data: greater version wins, so that twice, late and out of order
-- change nothing. parking/live/register.py holds the same merge; a property test keeps them equal.
-- KEYS of every function: registers (hash), meta (hash), changes (stream), all of one partition.
-- Commands stay at the Redis 7.0 level.

local POSITION_LENGTH = 16
local VERSION_LENGTH = 35
local COUNT_ENTRY_LENGTH = 63

-- What comes after the first `from` characters of `stored`, merged with `entry`: the new content (or
-- nil) and the status: 0 nothing, 1 changed history, 2 became the newest, 3 was the newest before.
local function merge(stored, from, entry, keeps_two, sub)
  local version = sub(entry, 1, VERSION_LENGTH)
  local newest = sub(stored, from + 1, from + VERSION_LENGTH)
  if version > newest then
    if keeps_two then
      return entry .. sub(stored, from + 1, from + COUNT_ENTRY_LENGTH), '2'
    end
    return entry, '2'
  end
  if version == newest then
    return nil, '3'
  end
  if not keeps_two then
    return nil, '0'
  end
  local second = from + COUNT_ENTRY_LENGTH + 1
  if version > sub(stored, second, second + VERSION_LENGTH - 1) then
    return sub(stored, from + 1, second - 1) .. entry, '1'
  end
  return nil, '0'
end

-- ARGV: epoch, how many changes the stream keeps, then field and entry for each register.
-- Answers the partition's position and one status digit per register, as `merge` has them.
local function apply(keys, args)
  -- Looked up once a call: they are needed for each register.
  local call, sub, find, format = redis.call, string.sub, string.find, string.format
  local known = call('HMGET', keys[2], 'epoch', 'pos')
  if known[1] ~= args[1] then
    return redis.error_reply('EPOCH ' .. (known[1] or 'none'))
  end
  local fields, count = {}, 0
  for i = 3, #args, 2 do
    count = count + 1
    fields[count] = args[i]
  end
  local stored = call('HMGET', keys[1], unpack(fields))
  -- A changed field has a place: its content stands there without a position until all are merged.
  local places, contents, written, changed = {}, {}, {}, 0
  local statuses = {}
  for i = 1, count do
    local field, entry = fields[i], args[2 * i + 2]
    local place = places[field]
    local before, from = stored[i], POSITION_LENGTH
    if place then
      before, from = contents[place], 0
    end
    local content, status = entry, '2'
    if before then
      -- At its beginning only: the code of a bay may hold anything.
      content, status = merge(before, from, entry, find(field, '^%d+/s:'), sub)
    end
    statuses[i] = status
    if content then
      if not place then
        changed = changed + 1
        place = changed
        places[field] = place
        written[2 * place - 1] = field
      end
      contents[place] = content
    end
  end
  local pos = tonumber(known[2])
  if changed == 0 then
    return { pos, table.concat(statuses) }
  end
  for place = 1, changed do
    written[2 * place] = format('%016d', pos + place) .. contents[place]
  end
  local from = pos + 1
  pos = pos + changed
  local added = call('HSET', keys[1], unpack(written))
  -- By positions and not by entries, whose size is that of their batch.
  local oldest = math.max(0, pos - tonumber(args[2]))
  call('XADD', keys[3], 'MINID', '~', args[1] .. format('-%.0f', oldest),
    args[1] .. format('-%.0f', pos), 'from', format('%.0f', from), unpack(written))
  call('HSET', keys[2], 'pos', format('%.0f', pos))
  call('HINCRBY', keys[2], 'registers', added)
  return { pos, table.concat(statuses) }
end

-- The server's own identity: another one means a restart or a fail-over, after which the newest
-- writes may be missing although the epoch still stands.
local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end

-- ARGV: epoch, layout. Empties the partition and opens it for writers; readers wait until it is
-- complete. The layout is the caller's business: it says how all of this is written.
-- The first entry of the stream says nothing but its epoch, to whoever still waits in the last one.
local function begin(keys, args)
  redis.call('DEL', keys[1], keys[2], keys[3])
  redis.call('XADD', keys[3], args[1] .. '-0', 'from', '1')
  redis.call('HSET', keys[2], 'epoch', args[1], 'layout', args[2], 'pos', '0', 'complete', '0',
    'registers', '0', 'run_id', run_id())
  return redis.status_reply('OK')
end

-- ARGV: epoch. Tells readers that everything known has been filled in.
local function complete(keys, args)
  if redis.call('HGET', keys[2], 'epoch') ~= args[1] then
    return redis.error_reply('EPOCH changed')
  end
  redis.call('HSET', keys[2], 'complete', '1')
  return redis.status_reply('OK')
end

-- Answers epoch, position, whether readers may trust it (1) or it must be rebuilt (0), and layout.
-- Registers are counted and the stream is looked for: a server that evicts takes a key whole and says
-- nothing, and a partition without its stream looks like one in which nothing happens.
local function state(keys)
  local known = redis.call('HMGET', keys[2], 'epoch', 'pos', 'complete', 'run_id', 'layout',
    'registers')
  local trusted = 0
  if known[3] == '1' and known[4] == run_id()
    and redis.call('HLEN', keys[1]) == tonumber(known[6])
    and redis.call('EXISTS', keys[3]) == 1 then
    trusted = 1
  end
  return { known[1] or '', tonumber(known[2] or 0), trusted, known[5] or '' }
end

-- Answers what the server does when its memory is full.
local function policy()
  return string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:([%w-]+)') or ''
end

redis.register_function('onelot_apply', apply)
redis.register_function('onelot_begin', begin)
redis.register_function('onelot_complete', complete)
redis.register_function{
  function_name = 'onelot_state', callback = state, flags = { 'no-writes' },
}
redis.register_function{
  function_name = 'onelot_policy', callback = policy, flags = { 'no-writes' },
}
