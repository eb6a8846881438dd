-- Changes, rows as the table has them, are added to what is there.
insert into region_hour
select * from unnest($1::region_hour[])
on conflict (region, space_class, hour) do update set
    lots = region_hour.lots + excluded.lots,
    open_us = region_hour.open_us + excluded.open_us,
    known_us = region_hour.known_us + excluded.known_us,
    taken_us = region_hour.taken_us + excluded.taken_us,
    full_us = region_hour.full_us + excluded.full_us,
    closed_us = region_hour.closed_us + excluded.closed_us,
    entries = region_hour.entries + excluded.entries,
    exits = region_hour.exits + excluded.exits,
    open_steps = add_steps(region_hour.open_steps, excluded.open_steps),
    known_steps = add_steps(region_hour.known_steps, excluded.known_steps),
    taken_steps = add_steps(region_hour.taken_steps, excluded.taken_steps),
    full_steps = some_steps(add_steps(region_hour.full_steps, excluded.full_steps)),
    closed_steps = some_steps(add_steps(region_hour.closed_steps, excluded.closed_steps))
