select exists (
    select from booking b
    join sharing_suspension u using (agreement_key)
    where b.booking_key = $1
        and u.during && b.during
        and u.lifted_at is null
        and (u.space_key is null or u.space_key = b.space_key)
)
