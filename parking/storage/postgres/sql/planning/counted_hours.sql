-- Of lots ($1) the hours from $2 to before $3 that are known as a whole, all classes together: one
-- row a lot, arrays in order of time.
select
    lot_key,
    array_agg((extract(epoch from hour) * 1000000)::bigint order by hour) as hour_us,
    array_agg(open_us order by hour) as open_us,
    array_agg(taken_us order by hour) as taken_us
from (
    select
        lot_key, hour, sum(open_us)::bigint as open_us, sum(taken_us)::bigint as taken_us
    from occupancy_hour
    where lot_key = any ($1::integer[]) and hour >= $2 and hour < $3
    group by lot_key, hour
    having
        sum(known_us) = sum(open_us) and sum(open_us) > 0
        and min(until) >= hour + interval '1 hour'
) whole
group by lot_key
order by lot_key
