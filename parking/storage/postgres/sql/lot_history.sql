-- One lot's reports of the given kinds within a span, oldest first, from after a cursor on. Voided
-- and corrected records stand as they came; the void or correction follows as its own row.
select id, kind, record_serial, observed_at, flags, payload
from report_log
where lot_key = $1 and observed_at >= $2 and observed_at < $3 and kind = any($4)
  and (observed_at, id) > ($5, $6)
order by observed_at, id
limit $7
