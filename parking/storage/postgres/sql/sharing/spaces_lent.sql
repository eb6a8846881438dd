select space_code
from shared_space
where lot_key = $1 and space_code = any ($2::text[]) and agreement_key is not null
order by space_key
limit 1
