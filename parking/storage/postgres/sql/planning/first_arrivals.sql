-- When the first row of the log of each of these lots was observed.
select k.lot_key, first.observed_at
from unnest($1::integer[]) as k (lot_key)
cross join lateral (
    select observed_at from report_log l
    where l.lot_key = k.lot_key
    order by observed_at
    limit 1
) first
