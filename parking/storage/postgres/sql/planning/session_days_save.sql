insert into session_day
select * from unnest($1::session_day[])
on conflict (lot_key, space_class, day) do update set
    paired = excluded.paired,
    orphan_exits = excluded.orphan_exits,
    unclosed_entries = excluded.unclosed_entries,
    duration_us = excluded.duration_us,
    minutes = excluded.minutes,
    counts = excluded.counts
