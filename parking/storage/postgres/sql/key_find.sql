select k.secret_hash, k.role, k.operator_key, k.source_key, k.expires_at, o.operator_id
from api_key k
left join operator o using (operator_key)
where k.key_id = $1
    and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > city_now())
