-- Bookings of a driver ($1) that begin between two moments, or for which something was posted then.
-- Where a private space is, is told in some states ($4) only.
select
    b.booking_key, b.booking_id,
    case when told.place then l.lot_id end as lot_id,
    case when told.place then s.space_code end as space_code,
    lower(b.during) as begins,
    upper(b.during) as ends, l.timezone as zone,
    case when b.status = 'held' and b.hold_expires_at <= city_now() then 'expired' else b.status end
        as status
from booking b
join shared_space s using (space_key)
join lot l on l.lot_key = b.lot_key
join sharing_agreement a on a.agreement_key = b.agreement_key
cross join lateral (select a.owner_key_id is null or b.status = any($4::text[]) as place) told
where b.driver_key = $1
    and (
        lower(b.during) >= $2 and lower(b.during) < $3
        or exists (
            select from ledger_entry e
            where e.booking_key = b.booking_key and e.at >= $2 and e.at < $3
        )
    )
order by lower(b.during), b.booking_key
