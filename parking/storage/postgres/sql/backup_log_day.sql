-- One day of the log. A transaction's number means nothing in another database: 1 says that the
-- checkpoint holds the row, 2 that the tail has yet to bring it.
select
    id,
    (case when (xid, id) <= (select c.xid, c.id from projection_cursor c) then '1' else '2' end)::xid8
        as xid,
    received_at, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload,
    ident, fingerprint
from report_log
where observed_at >= $1::date and observed_at < $1::date + 1
order by id
