-- One lot's corrections and voids from a moment on, the newest few thousand, oldest first. What came
-- by the history door (bit 65536) amends nothing.
select id, source_key, kind, record_serial, observed_at, flags, payload, ident
from (
    select id, source_key, kind, record_serial, observed_at, flags, payload, ident
    from report_log
    where lot_key = $1 and kind in (7, 8) and observed_at >= $2 and flags & 65536 = 0
    order by observed_at desc
    limit 5000
) newest
order by observed_at, ident
