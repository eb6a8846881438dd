update lot_supply
set version = version + 1, timeline = found.timeline, until = found.until
from unnest($1::integer[], $2::jsonb[], $3::timestamptz[]) found (lot_key, timeline, until)
where lot_supply.lot_key = found.lot_key
