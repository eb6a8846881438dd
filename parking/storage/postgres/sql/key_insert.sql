insert into api_key (key_id, secret_hash, role, operator_key, source_key, name, expires_at)
values ($1, $2, $3, $4, $5, $6, $7)
