insert into rollup_source (source_key, lot_key)
select * from unnest($1::integer[], $2::integer[])
on conflict do nothing
