-- What lets nobody in any more need not be taken back, and nobody needs what was said of it.
with over as (
    select o.booking_key
    from gate_order o
    join booking b using (booking_key)
    where o.state in ('revoke_due', 'revoke_sent') and upper(b.during) <= city_now()
    for update of o skip locked
)
update gate_order o set state = 'revoked', authorisation = ''
from over
where o.booking_key = over.booking_key
