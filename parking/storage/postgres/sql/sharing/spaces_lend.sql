update shared_space
set agreement_key = $2
where space_key = any ($1::integer[]) and agreement_key is distinct from $2
