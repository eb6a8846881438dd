-- Bars that one driver's own overstays ($1) had a part in. Whoever merely named somebody else's plate
-- learns nothing of that car.
select n.ban_id, lower(n.during) as since, upper(n.during) as until, n.reason, n.lifted_at,
    n.lift_reason
from sharing_ban n
where n.plate_hash in (
    select o.plate_hash from sharing_offence o join booking b using (booking_key)
    where b.driver_key = $1
)
order by n.ban_key
