-- Lots ($1) that were filed at a moment ($2), their spaces then by class, and whether they were
-- heard from in the 24 hours before: one look for each, however many hours there are of others.
select k.lot_key, f.capacity, heard.reports is not null as is_connected
from unnest($1::integer[]) as k (lot_key)
cross join lateral (
    select capacity, is_deleted
    from lot_past_facts p
    where p.lot_key = k.lot_key and p.since <= $2
    order by p.since desc
    limit 1
) f
left join lateral (
    select s.reports
    from service_hour s
    where s.lot_key = k.lot_key
        and s.hour >= $2::timestamptz - interval '24 hours'
        and s.hour < $2
        and s.reports > 0
    order by s.hour desc
    limit 1
) heard on true
where not f.is_deleted
