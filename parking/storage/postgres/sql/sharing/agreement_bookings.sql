-- Bookings of an agreement that stand: begun or to come, their space still lent or not.
select
    b.booking_key, b.booking_id, lower(b.during) as begins, upper(b.during) as ends, b.status,
    s.space_key, s.space_code, coalesce(s.agreement_key = b.agreement_key, false) as is_lent
from booking b
join shared_space s using (space_key)
where b.agreement_key = $1
    and b.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    and (b.status <> 'held' or b.hold_expires_at > city_now())
    and upper(b.blocked) > city_now()
order by lower(b.during), b.booking_key
