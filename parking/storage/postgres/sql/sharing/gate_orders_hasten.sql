-- The way to the gates is open again: what is not acknowledged goes out now.
with waiting as (
    select booking_key from gate_order
    where state in ('sent', 'revoke_sent')
    for update skip locked
)
update gate_order o set attempts = 0, next_at = clock_timestamp()
from waiting
where o.booking_key = waiting.booking_key
