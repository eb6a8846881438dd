-- What spaces of regions ($1) and classes ($2) did on each local day from $3 to $4, each alone.
select
    region as place, day,
    sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
    sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
    sum(closed_us)::bigint as closed_us, sum(entries) as entries, sum(exits) as exits
from region_day
where region = any ($1::text[])
    and space_class = any ($2::smallint[])
    and day between $3 and $4
group by region, day
