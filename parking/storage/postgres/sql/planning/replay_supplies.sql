-- What lots ($1) had to share at a moment ($2), as it was told then: the timeline that is still told,
-- else the step that was in force.
select
    s.lot_key, s.told_at <= $2 as is_told_still, s.timeline, p.step,
    (extract(epoch from s.until) * 1000000)::bigint as until_us
from lot_supply s
left join lateral (
    select step
    from lot_supply_past
    where lot_key = s.lot_key and at <= $2
    order by at desc
    limit 1
) p on s.told_at > $2
where s.lot_key = any ($1::integer[]) and s.version > 0
