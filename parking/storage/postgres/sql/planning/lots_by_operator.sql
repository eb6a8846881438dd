-- Operators' lots, of whoever has as many as a sum and two parts.
select array_agg(lot_key order by lot_key) as lot_keys
from lot
where deleted_at is null and not is_draft
group by operator_key
having count(*) >= 3
order by operator_key
