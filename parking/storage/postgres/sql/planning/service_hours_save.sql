insert into service_hour
select * from unnest($1::service_hour[])
on conflict (lot_key, hour) do update set
    until = excluded.until,
    reports = excluded.reports,
    suspects = excluded.suspects,
    entries = excluded.entries,
    exits = excluded.exits,
    due_us = excluded.due_us,
    online_us = excluded.online_us,
    delays_s = excluded.delays_s,
    delay_counts = excluded.delay_counts,
    drifts = excluded.drifts,
    drift_spaces = excluded.drift_spaces,
    drift_capacity = excluded.drift_capacity
