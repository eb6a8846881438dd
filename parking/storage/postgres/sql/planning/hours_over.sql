-- Of these hours those that are there and over.
select h.*
from unnest($1::integer[], $2::smallint[], $3::timestamptz[]) as k (lot_key, space_class, hour)
join occupancy_hour h using (lot_key, space_class, hour)
where h.until = h.hour + interval '1 hour' and h.hour between $4 and $5
