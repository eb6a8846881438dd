-- The newest state of every lot.
select distinct on (lot_key) lot_key, at, state
from rollup_state
order by lot_key, at desc
