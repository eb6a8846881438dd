update api_key
set revoked_at = coalesce(revoked_at, city_now())
where key_id = $1
returning operator_key
