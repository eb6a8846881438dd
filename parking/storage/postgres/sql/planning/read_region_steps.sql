-- What spaces of regions ($1) and classes ($2) did in the twelve steps of each hour that begins
-- from $3 to before $4; null where no row says anything of it.
select
    hour, sum(entries)::bigint as entries, sum(exits)::bigint as exits,
    array[
        sum(open_steps[1]), sum(open_steps[2]), sum(open_steps[3]), sum(open_steps[4]),
        sum(open_steps[5]), sum(open_steps[6]), sum(open_steps[7]), sum(open_steps[8]),
        sum(open_steps[9]), sum(open_steps[10]), sum(open_steps[11]), sum(open_steps[12])
    ]::bigint[] as open_us,
    array[
        sum(known_steps[1]), sum(known_steps[2]), sum(known_steps[3]), sum(known_steps[4]),
        sum(known_steps[5]), sum(known_steps[6]), sum(known_steps[7]), sum(known_steps[8]),
        sum(known_steps[9]), sum(known_steps[10]), sum(known_steps[11]), sum(known_steps[12])
    ]::bigint[] as known_us,
    array[
        sum(taken_steps[1]), sum(taken_steps[2]), sum(taken_steps[3]), sum(taken_steps[4]),
        sum(taken_steps[5]), sum(taken_steps[6]), sum(taken_steps[7]), sum(taken_steps[8]),
        sum(taken_steps[9]), sum(taken_steps[10]), sum(taken_steps[11]), sum(taken_steps[12])
    ]::bigint[] as taken_us,
    array[
        sum(full_steps[1]), sum(full_steps[2]), sum(full_steps[3]), sum(full_steps[4]),
        sum(full_steps[5]), sum(full_steps[6]), sum(full_steps[7]), sum(full_steps[8]),
        sum(full_steps[9]), sum(full_steps[10]), sum(full_steps[11]), sum(full_steps[12])
    ]::bigint[] as full_us,
    array[
        sum(closed_steps[1]), sum(closed_steps[2]), sum(closed_steps[3]), sum(closed_steps[4]),
        sum(closed_steps[5]), sum(closed_steps[6]), sum(closed_steps[7]), sum(closed_steps[8]),
        sum(closed_steps[9]), sum(closed_steps[10]), sum(closed_steps[11]), sum(closed_steps[12])
    ]::bigint[] as closed_us
from region_hour
where region = any ($1::text[])
    and space_class = any ($2::smallint[])
    and hour >= $3
    and hour < $4
group by hour
