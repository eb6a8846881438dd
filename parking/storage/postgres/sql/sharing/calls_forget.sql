-- Some at a time, so that no call waits for long.
delete from idempotent_call
where ctid = any (array(
    select ctid from idempotent_call
    where created_at < clock_timestamp() - interval '7 days'
    limit 10000
))
