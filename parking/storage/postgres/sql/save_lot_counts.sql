update lot_count
set version = fresh.version, state = fresh.state
from unnest($1::integer[], $2::bigint[], $3::jsonb[])
    as fresh (lot_key, version, state)
where lot_count.lot_key = fresh.lot_key
