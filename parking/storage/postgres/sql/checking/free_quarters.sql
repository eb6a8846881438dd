-- Of lots ($1) and one space class ($2), of hours from $3 to before $4: the last five minutes of each
-- quarter hour. One row an hour; steps are 3, 6, 9 and 12 of twelve.
select
    lot_key, (extract(epoch from hour) * 1000000)::bigint as hour_us,
    array[open_steps[3], open_steps[6], open_steps[9], open_steps[12]] as open_us,
    array[known_steps[3], known_steps[6], known_steps[9], known_steps[12]] as known_us,
    array[taken_steps[3], taken_steps[6], taken_steps[9], taken_steps[12]] as taken_us
from occupancy_hour
where lot_key = any ($1::integer[]) and space_class = $2 and hour >= $3 and hour < $4
