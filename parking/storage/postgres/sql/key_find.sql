select
    k.secret_hash, k.role, k.operator_key, k.source_key, o.operator_id,
    least(k.expires_at, k.retires_at) as expires_at
from api_key k
left join operator o using (operator_key)
where k.key_id = $1
    and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > city_now())
    and (k.retires_at is null or k.retires_at > city_now())
