-- Bookings that stand on a space within a time, the buffer after them too.
select booking_key
from booking
where space_key = $1
    and blocked && tstzrange($2, $3)
    and status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    and (status <> 'held' or hold_expires_at > city_now())
order by lower(during)
