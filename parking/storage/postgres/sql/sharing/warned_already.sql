-- Whether the driver of a booking was warned of this end ($2) at that stage ($3) or a later one.
select exists (
    select from sharing_notice n
    join booking b using (booking_key)
    where n.driver_key = b.driver_key and n.booking_key = $1 and n.kind = 'stay-ends'
        and (n.facts ->> 'ends_us')::bigint = $2 and (n.facts ->> 'stage')::integer <= $3
)
