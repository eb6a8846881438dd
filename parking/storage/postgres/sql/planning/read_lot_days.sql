-- What spaces of lots ($1) and classes ($2) did on local days from $3 to $4, or on those of them
-- in $5.
select
    lot_key as place, space_class,
    sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
    sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
    sum(closed_us)::bigint as closed_us, sum(entries) as entries, sum(exits) as exits,
    sum(hours_known) as hours_known, sum(hours_in_band) as hours_in_band, 0 as cut_entries
from occupancy_day
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and day between $3 and $4
    and ($5::date[] is null or day = any ($5))
group by lot_key, space_class
