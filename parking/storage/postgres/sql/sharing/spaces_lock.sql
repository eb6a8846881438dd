select space_key, space_code, agreement_key
from shared_space
where lot_key = $1 and (space_code = any ($2::text[]) or agreement_key = $3)
order by space_key
for no key update
