-- Keys of a role ($1) and an operator ($2, none for the platform's) above an id ($3), $4 of them.
select
    k.key_id, k.role, o.operator_id, s.source_id, k.name, k.created_at, k.expires_at,
    k.retires_at, k.revoked_at
from api_key k
left join operator o using (operator_key)
left join source s using (source_key)
where k.role = $1 and k.operator_key is not distinct from $2 and k.key_id > $3
order by k.key_id
limit $4
