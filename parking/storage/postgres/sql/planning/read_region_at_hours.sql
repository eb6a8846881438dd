-- What spaces of regions ($1) and classes ($2) did in hours that began at one of $3, from $4 to $5.
select
    region as place, space_class, sum(open_us)::text as open_us, sum(known_us)::text as known_us,
    sum(taken_us)::text as taken_us, sum(full_us)::text as full_us,
    sum(closed_us)::text as closed_us,
    sum(entries)::bigint as entries, sum(exits)::bigint as exits,
    0 as hours_known, 0 as hours_in_band, 0 as cut_entries
from region_hour
where region = any ($1::text[])
    and space_class = any ($2::smallint[])
    and hour between $4 and $5
    and hour = any ($3::timestamptz[])
group by region, space_class
