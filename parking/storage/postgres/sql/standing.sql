-- What the log holds for identities that were not new; the range of time finds the days.
select ident, fingerprint, flags
from report_log
where ident = any ($1) and observed_at between $2 and $3
