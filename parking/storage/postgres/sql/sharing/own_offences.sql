-- What was noted against the plates of one driver's bookings ($1), and the bars it brought.
select o.kind, o.at, o.forgiven_at, b.booking_id
from sharing_offence o join booking b using (booking_key)
where b.driver_key = $1
order by o.offence_key
