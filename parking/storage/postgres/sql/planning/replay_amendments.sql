-- The newest ($4) corrections and voids of lots ($1) that were observed from a moment on ($2) and
-- received by another ($3).
select
    lot_key, kind, source_key, record_serial, epoch, flags, payload, ident,
    (extract(epoch from observed_at) * 1000000)::bigint as observed_us
from report_log
where lot_key = any ($1::integer[]) and kind in (7, 8) and observed_at >= $2
    and received_at <= $3 and flags & 65536 = 0
order by observed_at desc
limit $4
