insert into rollup_state (lot_key, at, state)
select * from unnest($1::integer[], $2::timestamptz[], $3::bytea[])
on conflict (lot_key, at) do update set state = excluded.state
