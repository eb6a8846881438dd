-- What the registry said of lots ($1) at a moment ($2); of those that were registered by then.
select distinct on (lot_key) lot_key, capacity, opening_hours, timezone
from lot_past_facts
where lot_key = any ($1::integer[]) and since <= $2
order by lot_key, since desc
