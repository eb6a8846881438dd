-- Holds that a driver has, and was given within the last hour; a series is one.
select
    count(distinct coalesce(b.series_id, b.booking_id)) filter (
        where b.status = 'held' and b.hold_expires_at > n.now
    )::integer as live,
    count(distinct coalesce(b.series_id, b.booking_id)) filter (
        where b.created_at > n.now - interval '1 hour' and exists (
            select from booking_event e
            where e.booking_key = b.booking_key and e.event = 'hold'
        )
    )::integer as last_hour
from (select city_now() as now) n
join booking b on b.driver_key = $1 and b.created_at > n.now - interval '1 day'
