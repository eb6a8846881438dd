-- These days of these lots, as they were summed up before.
select d.*
from unnest($1::integer[], $2::date[]) as k (lot_key, day)
join occupancy_day d using (lot_key, day)
