-- What gates are to be told now, counted as told: again after 1 s, 2 s, 4 s and so on up to 5 min,
-- spread a little, until they say that they know.
with due as (
    select booking_key
    from gate_order
    where state in ('due', 'sent', 'revoke_due', 'revoke_sent') and next_at <= clock_timestamp()
    order by next_at
    limit $1
    for update skip locked
)
update gate_order o
set state = case o.state when 'due' then 'sent' when 'revoke_due' then 'revoke_sent'
        else o.state end,
    attempts = o.attempts + 1,
    next_at = clock_timestamp()
        + least(300, 2 ^ least(o.attempts, 9)) * (0.75 + random() / 2) * interval '1 second'
from due
join booking b using (booking_key)
join lot l using (lot_key)
where o.booking_key = due.booking_key
returning b.booking_id, b.version, l.lot_id, o.state, o.authorisation, city_now() as now
