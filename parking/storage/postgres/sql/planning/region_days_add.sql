-- Changes, rows as the table has them, are added to what is there; peaks are found elsewhere.
insert into region_day
select * from unnest($1::region_day[])
on conflict (region, space_class, day) do update set
    lots = region_day.lots + excluded.lots,
    open_us = region_day.open_us + excluded.open_us,
    known_us = region_day.known_us + excluded.known_us,
    taken_us = region_day.taken_us + excluded.taken_us,
    full_us = region_day.full_us + excluded.full_us,
    closed_us = region_day.closed_us + excluded.closed_us,
    entries = region_day.entries + excluded.entries,
    exits = region_day.exits + excluded.exits,
    hours_known = region_day.hours_known + excluded.hours_known,
    hours_in_band = region_day.hours_in_band + excluded.hours_in_band
