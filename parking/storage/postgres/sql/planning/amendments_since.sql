-- Corrections and voids of all lots that may mean something observed from a moment on.
select lot_key, source_key, kind, record_serial, observed_at, payload, epoch, flags, ident, xid, id,
    received_at
from report_log
where kind in (7, 8) and observed_at >= $1
