-- How a lot ($1) was described, the newest first, those before a version ($2), $3 of them.
select version, at, key_id, role, action, description
from lot_version
where lot_key = $1 and version < $2
order by version desc
limit $3
