-- Another key ($2, the hash of its secret $3) for all that a good one ($1) is good for, as long as
-- the city lets that one be good.
insert into api_key (key_id, secret_hash, role, operator_key, source_key, name, expires_at)
select $2, $3, role, operator_key, source_key, name, expires_at
from api_key
where key_id = $1 and revoked_at is null
returning
    (select operator_id from operator o where o.operator_key = api_key.operator_key) as operator_id,
    (select source_id from source s where s.source_key = api_key.source_key) as source_id,
    role, expires_at
