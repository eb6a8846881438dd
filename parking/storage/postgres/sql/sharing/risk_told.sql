-- What the driver of a booking ($1) was last told of its space.
select n.kind
from sharing_notice n join booking b using (booking_key)
where n.driver_key = b.driver_key and n.booking_key = $1 and n.kind in ('at-risk', 'safe-again')
order by n.notice_key desc
limit 1
