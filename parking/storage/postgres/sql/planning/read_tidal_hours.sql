-- What the spaces of lots ($1) and classes ($2) did in each hour from $3 to before $4, all classes
-- together: one row a lot, arrays in order of time. least_free_us: in the step with the fewest free
-- spaces of those of which the share $5 is known.
select
    lot_key,
    array_agg((extract(epoch from hour) * 1000000)::bigint order by hour) as hour_us,
    array_agg(open_us order by hour) as open_us,
    array_agg(known_us order by hour) as known_us,
    array_agg(full_us order by hour) as full_us,
    array_agg(closed_us order by hour) as closed_us,
    array_agg(least_free_us order by hour) as least_free_us,
    array_agg(until >= hour + interval '1 hour' order by hour) as is_over
from (
    select
        lot_key, hour, until, open_us, known_us, full_us, closed_us,
        coalesce((
            select min(known - taken)
            from unnest(open_steps, known_steps, taken_steps) step (there, known, taken)
            where there > 0 and known >= $5::float8 * there
        ), 0)::bigint as least_free_us
    from (
        select
            lot_key, hour, min(until) as until, sum(open_us)::bigint as open_us,
            sum(known_us)::bigint as known_us, sum(full_us)::bigint as full_us,
            sum(closed_us)::bigint as closed_us,
            array[
                sum(open_steps[1]), sum(open_steps[2]), sum(open_steps[3]), sum(open_steps[4]),
                sum(open_steps[5]), sum(open_steps[6]), sum(open_steps[7]), sum(open_steps[8]),
                sum(open_steps[9]), sum(open_steps[10]), sum(open_steps[11]), sum(open_steps[12])
            ]::bigint[] as open_steps,
            array[
                sum(known_steps[1]), sum(known_steps[2]), sum(known_steps[3]),
                sum(known_steps[4]), sum(known_steps[5]), sum(known_steps[6]),
                sum(known_steps[7]), sum(known_steps[8]), sum(known_steps[9]),
                sum(known_steps[10]), sum(known_steps[11]), sum(known_steps[12])
            ]::bigint[] as known_steps,
            array[
                sum(taken_steps[1]), sum(taken_steps[2]), sum(taken_steps[3]),
                sum(taken_steps[4]), sum(taken_steps[5]), sum(taken_steps[6]),
                sum(taken_steps[7]), sum(taken_steps[8]), sum(taken_steps[9]),
                sum(taken_steps[10]), sum(taken_steps[11]), sum(taken_steps[12])
            ]::bigint[] as taken_steps
        from occupancy_hour
        where lot_key = any ($1::integer[])
            and space_class = any ($2::smallint[])
            and hour >= $3
            and hour < $4
        group by lot_key, hour
    ) added
) hours
group by lot_key
