-- What spaces of lots ($1) and classes ($2) did in hours that began at one of $3, from $6 to $7:
-- of each by day and by time of day, which are numbered by hour in $4 and $5; no time, no sum.
select
    p.lot_key as place, asked.day, asked.slot,
    sum(p.open_us)::bigint as open_us, sum(p.known_us)::bigint as known_us,
    sum(p.taken_us)::bigint as taken_us, sum(p.full_us)::bigint as full_us,
    sum(p.closed_us)::bigint as closed_us, sum(p.entries) as entries, sum(p.exits) as exits
from occupancy_hour p
join unnest($3::timestamptz[], $4::integer[], $5::integer[]) as asked (hour, day, slot)
    using (hour)
where p.lot_key = any ($1::integer[])
    and p.space_class = any ($2::smallint[])
    and p.hour between $6 and $7
group by grouping sets ((p.lot_key, asked.day), (p.lot_key, asked.slot))
having asked.day is not null or asked.slot is not null
