insert into projection (lot_key, name, stored)
select * from unnest($1::integer[], $2::text[], $3::bytea[])
on conflict (lot_key, name) do update set stored = excluded.stored
