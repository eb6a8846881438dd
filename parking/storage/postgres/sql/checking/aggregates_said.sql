-- Every lot that is a sum of others: one word on it, as long as that is said.
select a.lot_key, a.since, cardinality(a.parts) as parts, a.is_found
from lot_aggregate a
join lot using (lot_key)
where a.is_aggregate and lot.deleted_at is null
