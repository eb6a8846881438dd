#!lua name=onelot

-- The register merge, next to the data: greater version wins, so that twice, late and out of order
-- change nothing. parking/live/register.py holds the same merge; a property test keeps them equal.
-- KEYS of every function: registers (hash), meta (hash), changes (stream), all of one partition.
-- Commands stay at the Redis 7.0 level.

local POSITION_LENGTH = 16
local VERSION_LENGTH = 35
local COUNT_ENTRY_LENGTH = 63

-- `stored` without its position, merged with `entry`: the new content (or nil) and the status:
-- 0 nothing, 1 changed history, 2 became the newest, 3 was the newest before.
local function merge(stored, entry, keeps_two)
  local version = string.sub(entry, 1, VERSION_LENGTH)
  local newest = string.sub(stored, POSITION_LENGTH + 1, POSITION_LENGTH + VERSION_LENGTH)
  if version > newest then
    if keeps_two then
      local first = POSITION_LENGTH + 1
      return entry .. string.sub(stored, first, POSITION_LENGTH + COUNT_ENTRY_LENGTH), 2
    end
    return entry, 2
  end
  if version == newest then
    return nil, 3
  end
  if not keeps_two then
    return nil, 0
  end
  local second = POSITION_LENGTH + COUNT_ENTRY_LENGTH + 1
  if version > string.sub(stored, second, second + VERSION_LENGTH - 1) then
    return string.sub(stored, POSITION_LENGTH + 1, second - 1) .. entry, 1
  end
  return nil, 0
end

-- ARGV: epoch, stream length, then field and entry for each register.
-- Answers the partition's position and one status digit per register, as `merge` has them.
local function apply(keys, args)
  local known = redis.call('HMGET', keys[2], 'epoch', 'pos')
  if known[1] ~= args[1] then
    return redis.error_reply('EPOCH ' .. (known[1] or 'none'))
  end
  local fields = {}
  for i = 3, #args, 2 do
    fields[#fields + 1] = args[i]
  end
  local stored = redis.call('HMGET', keys[1], unpack(fields))
  local current, statuses, changed, is_changed = {}, {}, {}, {}
  for i, field in ipairs(fields) do
    local entry = args[2 * i + 2]
    local before = current[field] or stored[i]
    local content, status
    if before then
      -- At its beginning only: the code of a bay may hold anything.
      local keeps_two = string.find(field, '^%d+/s:') ~= nil
      content, status = merge(before, entry, keeps_two)
    else
      content, status = entry, 2
    end
    statuses[i] = status
    if content then
      current[field] = string.rep('0', POSITION_LENGTH) .. content
      if not is_changed[field] then
        is_changed[field] = true
        changed[#changed + 1] = field
      end
    end
  end
  local pos = tonumber(known[2])
  if #changed == 0 then
    return { pos, table.concat(statuses) }
  end
  local pairs_written = {}
  for i, field in ipairs(changed) do
    pairs_written[2 * i - 1] = field
    pairs_written[2 * i] = string.format('%016d', pos + i)
      .. string.sub(current[field], POSITION_LENGTH + 1)
  end
  local from = pos + 1
  pos = pos + #changed
  local added = redis.call('HSET', keys[1], unpack(pairs_written))
  redis.call('XADD', keys[3], 'MAXLEN', '~', args[2], args[1] .. string.format('-%.0f', pos),
    'from', string.format('%.0f', from), unpack(pairs_written))
  redis.call('HSET', keys[2], 'pos', string.format('%.0f', pos))
  redis.call('HINCRBY', keys[2], 'registers', added)
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
