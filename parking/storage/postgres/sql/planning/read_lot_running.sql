-- What spaces of lots ($1) and classes ($2) did in the hour that begins at $3 and runs until now
-- ($4). `cut_entries` are its vehicles: of the last steps some may be still to come.
select
    lot_key as place, space_class, open_us, known_us, taken_us, full_us, closed_us, 0 as entries,
    0 as exits, 0 as hours_known, 0 as hours_in_band, entries + exits as cut_entries
from occupancy_hour
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and hour = $3
    and hour < $4
