-- True where the key is new, or so old that it is forgotten. Waits for another that has it, as long
-- as the transaction from here on waits for anything.
insert into idempotent_call as c (key_id, method, route, key, fingerprint)
select $1, $2, $3, $4, $5
from (
    select set_config('lock_timeout', $6, true), set_config('statement_timeout', $7, true)
) limits
on conflict (key_id, method, route, key) do update
set fingerprint = excluded.fingerprint, status = null, body = null, created_at = clock_timestamp()
where c.created_at < clock_timestamp() - interval '7 days'
returning true
