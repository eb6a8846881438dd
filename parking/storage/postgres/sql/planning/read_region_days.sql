-- What spaces of regions ($1) and classes ($2) did on local days from $3 to $4, or on those of them
-- in $5.
select
    region as place, space_class, sum(open_us) as open_us, sum(known_us) as known_us,
    sum(taken_us) as taken_us, sum(full_us) as full_us, sum(closed_us) as closed_us,
    sum(entries) as entries, sum(exits) as exits, sum(hours_known) as hours_known,
    sum(hours_in_band) as hours_in_band, 0 as cut_entries
from region_day
where region = any ($1::text[])
    and space_class = any ($2::smallint[])
    and day between $3 and $4
    and ($5::date[] is null or day = any ($5))
group by region, space_class
