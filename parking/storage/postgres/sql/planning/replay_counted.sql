-- Of lots ($1) that count by movements now: what of this had been received by a moment ($2), of what
-- was observed in a span ($3, $4). Amendments whenever they were observed.
select
    c.lot_key,
    array(select jsonb_object_keys(c.state -> 'classes')) as classes,
    exists (
        select from report_log
        where lot_key = c.lot_key and kind in (7, 8) and received_at <= $2 and flags & 65536 = 0
    ) as was_amended,
    coalesce((c.state ->> 'has_movements')::boolean, false) and exists (
        select from report_log
        where lot_key = c.lot_key and kind in (2, 3) and observed_at >= $3 and observed_at < $4
            and received_at <= $2 and flags & 65536 = 0
    ) as has_moved,
    coalesce((c.state ->> 'has_totals')::boolean, false) and exists (
        select from report_log
        where lot_key = c.lot_key and kind = 4 and observed_at >= $3 and observed_at < $4
            and received_at <= $2 and flags & 65536 = 0
    ) as has_totals
from lot_count c
where c.lot_key = any ($1::integer[])
