-- The newest state of each of these lots, one look each: there are states of every day there was.
select l.lot_key, newest.at, newest.state
from unnest($1::integer[]) l (lot_key)
cross join lateral (
    select at, state from rollup_state s where s.lot_key = l.lot_key order by at desc limit 1
) newest
