select exists (
    select from booking_event where booking_key = $1 and detail ->> 'serial' = $2
)
