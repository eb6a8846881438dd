select space_key
from shared_space
where agreement_key = $1 and space_code = $2
for no key update
