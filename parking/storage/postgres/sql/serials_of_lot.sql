-- Which of these records a lot has sent since a moment; a void (kind 8) is never meant by another.
select distinct source_key, record_serial
from report_log
where lot_key = $1 and observed_at >= $2 and flags & 65536 = 0 and kind <> 8
    and source_key = any ($3) and record_serial = any ($4)
