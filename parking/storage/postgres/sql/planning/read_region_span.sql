-- What spaces of regions ($1) and classes ($2) did in the full hours from $3 to $4.
select
    region as place, space_class, sum(open_us)::text as open_us, sum(known_us)::text as known_us,
    sum(taken_us)::text as taken_us, sum(full_us)::text as full_us,
    sum(closed_us)::text as closed_us,
    sum(entries)::bigint as entries, sum(exits)::bigint as exits,
    0 as hours_known, 0 as hours_in_band, 0 as cut_entries
from region_hour
where region = any ($1::text[])
    and space_class = any ($2::smallint[])
    and hour >= $3
    and hour < $4
group by region, space_class
