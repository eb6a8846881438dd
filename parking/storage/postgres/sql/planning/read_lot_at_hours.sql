-- What spaces of lots ($1) and classes ($2) did in hours that began at one of $3, from $4 to $5.
select
    lot_key as place, space_class,
    sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
    sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
    sum(closed_us)::bigint as closed_us, sum(entries)::bigint as entries,
    sum(exits)::bigint as exits,
    0 as hours_known, 0 as hours_in_band, 0 as cut_entries
from occupancy_hour
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and hour between $4 and $5
    and hour = any ($3::timestamptz[])
group by lot_key, space_class
