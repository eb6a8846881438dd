insert into rollup_peak_due (region, day)
select * from unnest($1::text[], $2::date[])
on conflict do nothing
