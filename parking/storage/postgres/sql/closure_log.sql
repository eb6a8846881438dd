-- What was ever said about a lot's closures: 9 closure, 7 correction, 8 void.
select
    source_key, kind, record_serial, flags, payload, ident,
    (extract(epoch from observed_at) * 1000000)::bigint as observed_us
from report_log
where lot_key = $1 and kind in (7, 8, 9) and flags & 65536 = 0
order by observed_at desc
limit $2
