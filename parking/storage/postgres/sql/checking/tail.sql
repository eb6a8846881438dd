-- Rows after ($1, $2) in commit order, up to a horizon (see log_horizon): what detectors look at.
select
    xid, id, source_key, lot_key, kind, record_serial, observed_at, received_at, epoch, seq, flags,
    payload
from report_log
where (xid, id) > ($1, $2) and xid < $3
order by xid, id
limit $4
