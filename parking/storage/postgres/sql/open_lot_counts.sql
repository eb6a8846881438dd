insert into lot_count (lot_key) select unnest($1::integer[]) on conflict do nothing
