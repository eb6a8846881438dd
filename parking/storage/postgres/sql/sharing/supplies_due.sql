-- Lots that wait to be told anew, the last that came first, each with all it waits for.
select lot_key, array_agg(due_key) as due_keys
from supply_due
where lot_key in (select lot_key from supply_due order by due_key desc limit $1)
group by lot_key
order by lot_key
