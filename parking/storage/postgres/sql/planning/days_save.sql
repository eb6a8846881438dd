insert into occupancy_day
select * from unnest($1::occupancy_day[])
on conflict (lot_key, space_class, day) do update set
    until = excluded.until,
    open_us = excluded.open_us,
    known_us = excluded.known_us,
    taken_us = excluded.taken_us,
    full_us = excluded.full_us,
    closed_us = excluded.closed_us,
    entries = excluded.entries,
    exits = excluded.exits,
    hours_known = excluded.hours_known,
    hours_in_band = excluded.hours_in_band,
    peak_taken_us = excluded.peak_taken_us,
    peak_known_us = excluded.peak_known_us,
    peak_at = excluded.peak_at
