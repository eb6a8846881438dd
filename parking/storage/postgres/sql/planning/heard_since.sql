-- The lots that a source ($1) has spoken of and that have a saved state after a moment ($2).
select r.lot_key
from rollup_source r
where r.source_key = $1
    and exists (select from rollup_state s where s.lot_key = r.lot_key and s.at > $2)
