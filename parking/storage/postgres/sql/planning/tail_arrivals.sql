-- As tail_reports, with when each report arrived.
select
    xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident,
    received_at
from report_log
where (xid, id) > ($1, $2) and xid < $3
order by xid, id
limit $4
