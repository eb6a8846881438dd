-- The order of a booking ($2) as its own lot's gate ($1) may speak of it.
select o.booking_key, o.state, o.authorisation, b.status, b.version
from gate_order o
join booking b using (booking_key)
join lot l using (lot_key)
where l.lot_id = $1 and b.booking_id = $2
