-- Revoke a key ($1) of a role ($2) and an operator ($3).
update api_key
set revoked_at = coalesce(revoked_at, city_now())
where key_id = $1 and role = $2 and operator_key is not distinct from $3
returning key_id
