-- Corrections and voids of all lots that were observed from a moment on.
select
    xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident,
    received_at
from report_log
where kind in (7, 8) and observed_at >= $1
