-- Bookings that stand on a space within a time, the buffer after them too; a car that is there still
-- has it for the next 15 minutes.
select booking_key
from booking
where space_key = $1
    and tstzrange(
        lower(blocked),
        case when status in ('active', 'overstay')
            then greatest(upper(blocked), city_now() + interval '15 minutes')
            else upper(blocked) end
    ) && tstzrange($2, $3)
    and status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    and (status <> 'held' or hold_expires_at > city_now())
order by lower(during)
