-- Those that signed what may still open a gate.
select distinct o.kid
from gate_order o
join booking b using (booking_key)
where b.status in ('pending_gate', 'confirmed', 'active', 'overstay')
