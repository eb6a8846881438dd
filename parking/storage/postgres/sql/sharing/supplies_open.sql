insert into lot_supply (lot_key)
select lot_key from unnest($1::integer[]) lot_key order by lot_key
on conflict do nothing
