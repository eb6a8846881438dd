-- Lots ($1) that were filed at a moment ($2), their spaces then by class, and whether they were
-- heard from in the 24 hours before.
select
    lot_key, f.capacity,
    exists (
        select from service_hour s
        where s.lot_key = k.lot_key
            and s.hour >= $2::timestamptz - interval '24 hours'
            and s.hour < $2
            and s.reports > 0
    ) as is_connected
from unnest($1::integer[]) as k (lot_key)
cross join lateral (
    select capacity, is_deleted
    from lot_past_facts p
    where p.lot_key = k.lot_key and p.since <= $2
    order by p.since desc
    limit 1
) f
where not f.is_deleted
