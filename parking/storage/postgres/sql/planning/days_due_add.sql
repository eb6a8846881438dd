insert into rollup_day_due (lot_key, day)
select * from unnest($1::integer[], $2::date[])
on conflict do nothing
