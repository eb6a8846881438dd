-- What spaces of lots ($1) and classes ($2) did in each hour that begins from $3 to before $4.
select
    hour, sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
    sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
    sum(closed_us)::bigint as closed_us, sum(entries)::bigint as entries,
    sum(exits)::bigint as exits
from occupancy_hour
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and hour >= $3
    and hour < $4
group by hour
