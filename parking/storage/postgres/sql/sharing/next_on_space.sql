-- The booking that comes next on the space of another ($1), if it begins before $2.
-- A hold that is over is none.
select n.booking_key
from booking b
join booking n on n.space_key = b.space_key
    and n.blocked && tstzrange(upper(b.during), greatest(upper(b.during), $2))
    and n.status in ('held', 'pending_gate', 'confirmed')
    and not (n.status = 'held' and n.hold_expires_at <= city_now())
    and n.booking_key <> b.booking_key
where b.booking_key = $1
order by lower(n.during)
limit 1
