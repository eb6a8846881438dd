-- The corrections and voids of one lot under a serial of any source: few of few, by their own index.
select
    xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident,
    received_at
from report_log
where lot_key = $1 and kind in (7, 8) and record_serial = $2
