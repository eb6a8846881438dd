-- Those that wait, the first that came first.
select reopen_key, lot_key, since, changed_until
from rollup_reopen
order by reopen_key
limit 10000
