-- A person says of a lot ($1) whether it is a sum ($2), of which lots ($3), and why ($4).
insert into lot_aggregate (lot_key, is_aggregate, parts, reason)
values ($1, $2, $3, $4)
on conflict (lot_key) do update set
    is_aggregate = excluded.is_aggregate,
    parts = excluded.parts,
    reason = excluded.reason,
    is_found = false,
    evidence = null,
    since = city_now()
