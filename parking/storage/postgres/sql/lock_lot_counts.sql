-- In sorted order, so that two batches with common lots cannot block each other for ever.
select lot_key, version, state
from lot_count
where lot_key = any ($1)
order by lot_key
for update
