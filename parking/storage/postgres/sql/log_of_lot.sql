-- One lot's rows from a moment on, for a recompute; a bound of null reads all. History-only rows
-- (bit 65536) never count.
select ident, source_key, kind, record_serial, observed_at, epoch, flags, payload
from report_log
where lot_key = $1 and ($2::timestamptz is null or observed_at >= $2) and flags & 65536 = 0
order by observed_at, ident
