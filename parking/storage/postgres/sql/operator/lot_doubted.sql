-- What stands against a lot ($1), whatever its source, that makes its counts wrong.
select distinct rule
from feed_verdict
where until is null and lot_key = $1 and space_code is null
    and rule not in ('aggregate', 'duplicate')
order by rule
