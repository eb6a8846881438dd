-- Closures of lots ($1) that were observed at given moments ($2), all within a span ($3, $4), and
-- received by another ($5).
select
    r.lot_key, r.kind, r.source_key, r.record_serial, r.epoch, r.flags, r.payload, r.ident,
    (extract(epoch from r.observed_at) * 1000000)::bigint as observed_us
from unnest($1::integer[], $2::timestamptz[]) as asked (lot_key, moment)
join report_log r on r.lot_key = asked.lot_key and r.observed_at = asked.moment
where r.kind = 9 and r.observed_at >= $3 and r.observed_at <= $4
    and r.received_at <= $5 and r.flags & 65536 = 0
