-- What stands against feeds as a whole by some rules ($1).
select rule, source_key, lot_key, space_code, since, found_at, until, evidence
from feed_verdict
where until is null and rule = any ($1::text[]) and source_key is not null and lot_key is null
order by verdict_key
