-- A gate that lost its memory is told all again that still holds in its lot ($1).
with known as (
    select o.booking_key
    from gate_order o
    join booking b using (booking_key)
    join lot l using (lot_key)
    where l.lot_id = $1 and l.deleted_at is null
        and o.state in ('sent', 'acknowledged')
        and b.status in ('pending_gate', 'confirmed', 'active', 'overstay')
    for update of o skip locked
)
update gate_order o set state = 'due', attempts = 0, next_at = clock_timestamp()
from known
where o.booking_key = known.booking_key
