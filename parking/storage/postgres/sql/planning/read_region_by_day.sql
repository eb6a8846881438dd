-- What spaces of regions ($1) and classes ($2) did on each local day from $3 to $4.
select
    day, sum(open_us) as open_us, sum(known_us) as known_us, sum(taken_us) as taken_us,
    sum(full_us) as full_us, sum(closed_us) as closed_us, sum(entries) as entries,
    sum(exits) as exits
from region_day
where region = any ($1::text[])
    and space_class = any ($2::smallint[])
    and day between $3 and $4
group by day
