-- What spaces of lots ($1) and classes ($2) did from step $6 to step $7 of hours that began at one
-- of $3, from $4 to $5, by lot.
select
    lot_key, sum(part.open_us)::bigint as open_us, sum(part.known_us)::bigint as known_us,
    sum(part.taken_us)::bigint as taken_us, sum(part.full_us)::bigint as full_us,
    sum(part.closed_us)::bigint as closed_us
from occupancy_hour
cross join lateral (
    select
        sum(opened) as open_us, sum(known) as known_us, sum(taken) as taken_us,
        coalesce(sum(filled), 0) as full_us, coalesce(sum(closed), 0) as closed_us
    from unnest(
        open_steps[$6:$7], known_steps[$6:$7], taken_steps[$6:$7], full_steps[$6:$7],
        closed_steps[$6:$7]
    ) as steps (opened, known, taken, filled, closed)
) part
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and hour between $4 and $5
    and hour = any ($3::timestamptz[])
group by lot_key
