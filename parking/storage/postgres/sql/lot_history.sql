-- One lot's reports of the given kinds within a span, oldest first, from after a cursor on, as they
-- came; a correction or void is a row of its own.
select id, source_key, kind, record_serial, observed_at, flags, payload, ident
from report_log
where lot_key = $1 and observed_at >= $2 and observed_at < $3 and kind = any($4)
  and (observed_at, id) > ($5, $6)
order by observed_at, id
limit $7
