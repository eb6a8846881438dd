-- Those of these lots ($1) of which something is said, and what.
select lot_key, is_aggregate, is_found, parts
from lot_aggregate
where lot_key = any ($1::integer[])
