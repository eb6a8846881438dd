insert into checking_state (source_key, lot_key, state)
select * from unnest($1::integer[], $2::integer[], $3::bytea[])
on conflict (source_key, lot_key) do update set state = excluded.state
