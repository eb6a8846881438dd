select space_key from shared_space where space_key = any($1::integer[]) order by space_key
for no key update
