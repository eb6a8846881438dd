select fingerprint, status, body from idempotent_call
where key_id = $1 and method = $2 and route = $3 and key = $4
