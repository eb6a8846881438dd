-- All rows of one day of the log.
select
    id, received_at, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload,
    ident, fingerprint
from report_log
where observed_at >= $1 and observed_at < $2
order by id
