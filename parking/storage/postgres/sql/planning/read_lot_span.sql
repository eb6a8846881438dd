-- What spaces of lots ($1) and classes ($2) did in the full hours from $3 to $4.
select
    lot_key as place, space_class,
    sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
    sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
    sum(closed_us)::bigint as closed_us, sum(entries)::bigint as entries,
    sum(exits)::bigint as exits,
    count(*) filter (
        where until >= hour + interval '1 hour' and open_us > 0 and known_us * 5 >= open_us * 4
    ) as hours_known,
    count(*) filter (
        where until >= hour + interval '1 hour' and open_us > 0 and known_us * 5 >= open_us * 4
            and taken_us * 5 between known_us * 3 and known_us * 4
    ) as hours_in_band,
    0 as cut_entries
from occupancy_hour
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and hour >= $3
    and hour < $4
group by lot_key, space_class
