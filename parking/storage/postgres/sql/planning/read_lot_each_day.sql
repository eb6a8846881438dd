-- What spaces of lots ($1) and classes ($2) did on each local day from $3 to $4, each alone.
select
    lot_key as place, day,
    sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
    sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
    sum(closed_us)::bigint as closed_us, sum(entries) as entries, sum(exits) as exits
from occupancy_day
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and day between $3 and $4
group by lot_key, day
