update idempotent_call set status = $5, body = $6
where key_id = $1 and method = $2 and route = $3 and key = $4
