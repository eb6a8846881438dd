-- What the registry said of these lots ($1, null: all) since when.
select lot_key, since, capacity, opening_hours, timezone, is_deleted
from lot_past_facts
where $1::integer[] is null or lot_key = any ($1)
order by lot_key, since
