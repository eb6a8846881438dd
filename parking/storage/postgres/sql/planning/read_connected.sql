-- Of lots ($1) those that were filed at a moment ($2), and those of them that were heard from since $3,
-- 24 hours before, as read_filed; with their spaces of some classes ($4), and how many did not say how
-- many spaces they have. Counted where they lie, as they are thousands.
select
    count(*) as lots_filed, count(heard.reports) as lots_connected,
    coalesce(sum(of_classes.spaces), 0) as berths_filed,
    coalesce(sum(of_classes.spaces) filter (where heard.reports is not null), 0)
        as berths_connected,
    count(*) filter (where f.capacity = '{}') as lots_unmeasured
from unnest($1::integer[]) as k (lot_key)
cross join lateral (
    select capacity, is_deleted
    from lot_past_facts p
    where p.lot_key = k.lot_key and p.since <= $2
    order by p.since desc
    limit 1
) f
cross join lateral (
    select sum(told.spaces::integer) as spaces
    from jsonb_each_text(f.capacity) as told (space_class, spaces)
    where told.space_class = any ($4::text[])
) of_classes
left join lateral (
    select s.reports
    from service_hour s
    where s.lot_key = k.lot_key and s.hour >= $3 and s.hour < $2 and s.reports > 0
    order by s.hour desc
    limit 1
) heard on true
where not f.is_deleted
