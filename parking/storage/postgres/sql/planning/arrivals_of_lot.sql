-- One lot's rows that were observed in a span, whatever door they came by.
select
    xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident,
    received_at
from report_log
where lot_key = $1 and observed_at >= $2 and observed_at < $3
