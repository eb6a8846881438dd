insert into rollup_reopen (lot_key, since, changed_until)
select * from unnest($1::integer[], $2::timestamptz[], $3::timestamptz[])
returning reopen_key
