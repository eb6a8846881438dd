insert into feed_watch (source_key, state, since, suspected, suspected_since)
select * from unnest($1::integer[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[])
on conflict (source_key) do update set
    state = excluded.state,
    since = excluded.since,
    suspected = excluded.suspected,
    suspected_since = excluded.suspected_since
