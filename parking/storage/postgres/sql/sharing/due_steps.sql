-- What the clock is to move on now, in the order in which it fell due.
-- Minutes are those of parking.sharing.booking_guards and overstay; each step looks again itself.
with clock as materialized (select city_now() as now)
select due.step, due.booking_key
from clock, lateral (
    select 'expire' as step, b.booking_key, b.hold_expires_at as due_at
    from booking b
    where b.status = 'held' and b.hold_expires_at <= clock.now
    union all
    select 'miss', b.booking_key, b.begins_at + interval '30 minutes'
    from booking b
    where b.status in ('pending_gate', 'confirmed')
        and b.begins_at <= clock.now - interval '30 minutes'
    union all
    select 'overstay', b.booking_key, upper(b.during) + interval '10 minutes'
    from booking b
    where b.status = 'active' and upper(b.during) <= clock.now - interval '10 minutes'
    union all
    select 'keep', b.booking_key, upper(b.during)
    from booking b
    where b.status in ('active', 'overstay')
        and upper(b.during) <= clock.now
        and upper(b.blocked) < clock.now + interval '10 minutes'
    union all
    select 'warn', b.booking_key, upper(b.during) - interval '15 minutes'
    from booking b
    where b.status = 'active'
        and upper(b.during) > clock.now
        and upper(b.during) <= clock.now + interval '15 minutes'
        and not exists (
            select from sharing_notice n
            where n.driver_key = b.driver_key and n.booking_key = b.booking_key
                and n.kind = 'stay-ends'
                and (n.facts ->> 'ends_us')::bigint
                    = (extract(epoch from upper(b.during)) * 1000000)::bigint
                and (n.facts ->> 'stage' = '5'
                    or upper(b.during) > clock.now + interval '5 minutes')
        )
    union all
    select 'long_stay', b.booking_key, upper(b.during)
    from booking b
    where $1 > 0
        and b.status = 'overstay'
        and upper(b.during) < clock.now - make_interval(hours => $1)
        and not exists (
            select from sharing_offence o
            where o.booking_key = b.booking_key and o.kind = 'long_stay'
        )
    union all
    select 'bar', b.booking_key, lower(n.during)
    from sharing_ban n
    join booking b using (plate_hash)
    where n.during @> clock.now
        and lower(n.during) > clock.now - interval '30 days'  -- older ones had theirs taken back
        and n.lifted_at is null
        and b.is_free
        and b.status in ('held', 'pending_gate', 'confirmed')
    union all
    select 'move', b.booking_key, b.begins_at
    from booking b
    where b.is_at_risk
        and b.status in ('held', 'pending_gate', 'confirmed')
        and b.begins_at > clock.now - interval '30 minutes'
) as due
order by due.due_at, due.booking_key
limit 500
