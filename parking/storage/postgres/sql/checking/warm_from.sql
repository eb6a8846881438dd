-- The row behind which the newest $2 rows lie, of those below a horizon.
select xid, id from report_log where xid < $1 order by xid desc, id desc offset $2 limit 1
