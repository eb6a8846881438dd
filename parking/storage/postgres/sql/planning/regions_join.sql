insert into rollup_region (lot_key, region)
select * from unnest($1::integer[], $2::text[])
on conflict do nothing
