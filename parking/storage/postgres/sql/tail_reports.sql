-- Rows after ($1, $2) in commit order, up to a horizon: see log_horizon.
select xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident
from report_log
where (xid, id) > ($1, $2) and xid < $3
order by xid, id
limit $4
