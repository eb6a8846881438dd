insert into lot_doubt as kept (lot_key, doubts)
select * from unnest($1::integer[], $2::jsonb[])
on conflict (lot_key) do update set doubts = excluded.doubts, version = kept.version + 1
returning lot_key, version
