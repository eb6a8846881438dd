-- All corrections and voids, which are few and have an index of their own.
select
    xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident,
    received_at
from report_log
where kind in (7, 8)
