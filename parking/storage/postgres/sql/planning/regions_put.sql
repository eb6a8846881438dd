insert into rollup_region (lot_key, region)
select $1, unnest($2::text[])
on conflict do nothing
