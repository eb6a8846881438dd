-- Bookings of a driver ($1) that begin between two moments, or for which something was posted then.
select
    b.booking_key, b.booking_id, l.lot_id, s.space_code, lower(b.during) as begins,
    upper(b.during) as ends, l.timezone as zone,
    case when b.status = 'held' and b.hold_expires_at <= city_now() then 'expired' else b.status end
        as status
from booking b
join shared_space s using (space_key)
join lot l on l.lot_key = b.lot_key
where b.driver_key = $1
    and (
        lower(b.during) >= $2 and lower(b.during) < $3
        or exists (
            select from ledger_entry e
            where e.booking_key = b.booking_key and e.at >= $2 and e.at < $3
        )
    )
order by lower(b.during), b.booking_key
