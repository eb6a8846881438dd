select n.ban_id, lower(n.during) as since, upper(n.during) as until, n.reason, n.lifted_at,
    n.lift_reason
from sharing_ban n
where n.plate_hash in (select plate_hash from booking where driver_key = $1)
order by n.ban_key
