-- Of one lot's live rows from a moment on: those of some kinds, and those under some serials; the
-- newest, oldest first.
select xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident
from (
    select xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident
    from report_log
    where lot_key = $1 and observed_at >= $2 and flags & 65536 = 0
        and (kind = any ($3) or record_serial = any ($4))
    order by observed_at desc, ident desc
    limit $5
) newest
order by observed_at, ident
