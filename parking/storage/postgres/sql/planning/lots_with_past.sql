-- Which of these lots ($1) have hours that are over, or days.
select lot_key
from unnest($1::integer[]) as k (lot_key)
where exists (
        select from occupancy_hour h
        where h.lot_key = k.lot_key and h.until >= h.hour + interval '1 hour'
    )
    or exists (select from occupancy_day d where d.lot_key = k.lot_key)
