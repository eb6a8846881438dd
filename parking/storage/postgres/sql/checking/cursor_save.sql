insert into checking_cursor (xid, id) values ($1, $2)
on conflict (is_only) do update set xid = excluded.xid, id = excluded.id
