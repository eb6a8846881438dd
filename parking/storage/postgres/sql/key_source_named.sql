-- The source of the first key an operator had under this name.
select s.source_id
from api_key k
join source s using (source_key)
where k.operator_key = $1 and k.role = 'operator' and k.name = $2
order by k.created_at, k.key_id
limit 1
