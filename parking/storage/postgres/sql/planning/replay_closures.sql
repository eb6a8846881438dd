-- Closures of lots ($1) that were observed in a span ($2, $3) and received by a moment ($4).
select
    lot_key, kind, source_key, record_serial, epoch, flags, payload, ident,
    (extract(epoch from observed_at) * 1000000)::bigint as observed_us
from report_log
where lot_key = any ($1::integer[]) and kind = 9 and observed_at >= $2 and observed_at < $3
    and received_at <= $4 and flags & 65536 = 0
