-- All corrections and voids of one lot, whenever they came.
select
    xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident,
    received_at
from report_log
where lot_key = $1 and kind in (7, 8)
order by observed_at, ident
