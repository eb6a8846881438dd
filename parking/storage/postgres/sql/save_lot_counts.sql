update lot_count
set generation = fresh.generation, version = fresh.version, state = fresh.state
from unnest($1::integer[], $2::integer[], $3::bigint[], $4::jsonb[])
    as fresh (lot_key, generation, version, state)
where lot_count.lot_key = fresh.lot_key
