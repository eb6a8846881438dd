-- Hours of lots ($1) and classes ($2) from $3 to before $4 in which spaces were full, and the two
-- before each: what is needed to tell how many would have come.
select lot_key, space_class, hour, until, open_us, known_us, taken_us, full_us, closed_us, entries
from (
    select
        lot_key, space_class, hour, until, open_us, known_us, taken_us, full_us, closed_us,
        entries,
        max(full_us) over (
            partition by lot_key, space_class
            order by hour range between current row and interval '2 hours' following
        ) as full_soon_us
    from occupancy_hour
    where lot_key = any ($1::integer[])
        and space_class = any ($2::smallint[])
        and hour >= $3
        and hour <= $4::timestamptz - interval '1 hour'
) hours
where full_soon_us > 0
order by lot_key, space_class, hour
