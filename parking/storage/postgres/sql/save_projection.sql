-- A leader that was deposed without noticing must not write older registers over newer ones: as
-- bytes, position (zeros here) then version, the newer is the greater.
insert into projection (lot_key, name, stored)
select * from unnest($1::integer[], $2::text[], $3::bytea[])
on conflict (lot_key, name) do update set stored = excluded.stored
where projection.stored < excluded.stored
