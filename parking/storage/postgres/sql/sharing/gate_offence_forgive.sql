-- The car of a booking ($1) had left in time; only its gate could not say so. A bar that its offence
-- was the last to bring is lifted with it ($2 says why).
with forgiven as (
    update sharing_offence set forgiven_at = city_now()
    where booking_key = $1 and forgiven_at is null
    returning plate_hash
)
update sharing_ban n set lifted_at = city_now(), lift_reason = $2
from forgiven f
where n.plate_hash = f.plate_hash
    and n.lifted_at is null
    and $1 = (
        select o.booking_key from sharing_offence o
        where o.plate_hash = n.plate_hash and o.at <= lower(n.during)
        order by o.at desc, o.offence_key desc
        limit 1
    )
returning n.ban_id
