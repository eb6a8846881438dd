-- What was learned of these sources ($1, null: all) since when.
select source_key, since, ttl_s
from source_rhythm
where $1::integer[] is null or source_key = any ($1)
order by source_key, since
