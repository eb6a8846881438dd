-- Bookings that stand and whose drivers were told of a suspension ($1).
select b.booking_key
from sharing_suspension u
join booking b on b.agreement_key = u.agreement_key
where u.suspension_key = $1
    and b.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    and exists (
        select from sharing_notice n
        where n.driver_key = b.driver_key
            and n.booking_key = b.booking_key
            and n.kind = 'suspended'
            and n.facts ->> 'suspension_id' = u.suspension_id
    )
order by b.booking_key
