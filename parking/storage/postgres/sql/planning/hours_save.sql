-- Rows as the table has them; what was told of the same hours before is replaced.
insert into occupancy_hour
select * from unnest($1::occupancy_hour[])
on conflict (lot_key, space_class, hour) do update set
    until = excluded.until,
    open_us = excluded.open_us,
    known_us = excluded.known_us,
    taken_us = excluded.taken_us,
    full_us = excluded.full_us,
    closed_us = excluded.closed_us,
    entries = excluded.entries,
    exits = excluded.exits,
    open_steps = excluded.open_steps,
    known_steps = excluded.known_steps,
    taken_steps = excluded.taken_steps,
    full_steps = excluded.full_steps,
    closed_steps = excluded.closed_steps
