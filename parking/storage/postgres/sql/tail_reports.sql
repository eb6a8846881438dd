-- Rows after ($1, $2) in commit order: nothing at or beyond the oldest running transaction, because
-- a smaller number may still commit there.
select xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident
from report_log
where (xid, id) > ($1, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())
order by xid, id
limit $3
