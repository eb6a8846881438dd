select
    k.key_id, k.role, o.operator_id, s.source_id, k.name, k.created_at, k.expires_at,
    k.retires_at, k.revoked_at
from api_key k
left join operator o using (operator_key)
left join source s using (source_key)
where k.key_id > $1
order by k.key_id
limit $2
