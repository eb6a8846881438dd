-- Those of these rows that nobody else has locked.
select lot_key
from lot_count
where lot_key = any ($1)
order by lot_key
for update skip locked
