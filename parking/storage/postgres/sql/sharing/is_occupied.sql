-- Whether another car is in a booking's space.
select exists (
    select from booking b
    join booking o on o.space_key = b.space_key
    where b.booking_key = $1 and o.booking_key <> $1 and o.status in ('active', 'overstay')
)
