-- What spaces of lots ($1, each once) and classes ($2) did in the quarters of each hour that begins
-- from $3 to before $4; null where no row says anything of it.
select
    hour, sum(entries)::bigint as entries, sum(exits)::bigint as exits,
    array[
        sum(open_steps[1] + open_steps[2] + open_steps[3]),
        sum(open_steps[4] + open_steps[5] + open_steps[6]),
        sum(open_steps[7] + open_steps[8] + open_steps[9]),
        sum(open_steps[10] + open_steps[11] + open_steps[12])
    ]::bigint[] as open_us,
    array[
        sum(known_steps[1] + known_steps[2] + known_steps[3]),
        sum(known_steps[4] + known_steps[5] + known_steps[6]),
        sum(known_steps[7] + known_steps[8] + known_steps[9]),
        sum(known_steps[10] + known_steps[11] + known_steps[12])
    ]::bigint[] as known_us,
    array[
        sum(taken_steps[1] + taken_steps[2] + taken_steps[3]),
        sum(taken_steps[4] + taken_steps[5] + taken_steps[6]),
        sum(taken_steps[7] + taken_steps[8] + taken_steps[9]),
        sum(taken_steps[10] + taken_steps[11] + taken_steps[12])
    ]::bigint[] as taken_us,
    array[
        sum(full_steps[1] + full_steps[2] + full_steps[3]),
        sum(full_steps[4] + full_steps[5] + full_steps[6]),
        sum(full_steps[7] + full_steps[8] + full_steps[9]),
        sum(full_steps[10] + full_steps[11] + full_steps[12])
    ]::bigint[] as full_us,
    array[
        sum(closed_steps[1] + closed_steps[2] + closed_steps[3]),
        sum(closed_steps[4] + closed_steps[5] + closed_steps[6]),
        sum(closed_steps[7] + closed_steps[8] + closed_steps[9]),
        sum(closed_steps[10] + closed_steps[11] + closed_steps[12])
    ]::bigint[] as closed_us
from unnest($1::integer[]) as chosen (lot_key)
join occupancy_hour using (lot_key)
where space_class = any ($2::smallint[])
    and hour >= $3
    and hour < $4
group by hour
