-- The platform has found that a lot ($1) is the sum of others ($2), by what it saw ($3).
insert into lot_aggregate (lot_key, parts, is_found, evidence)
values ($1, $2, true, $3)
on conflict (lot_key) do nothing
returning lot_key
