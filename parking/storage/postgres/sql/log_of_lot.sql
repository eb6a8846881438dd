-- One lot's newest rows from a moment on, oldest first, for a recompute. What came by the history
-- door (bit 65536) never counts.
select xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident
from (
    select xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident
    from report_log
    where lot_key = $1 and observed_at >= $2 and flags & 65536 = 0
    order by observed_at desc, ident desc
    limit $3
) newest
order by observed_at, ident
