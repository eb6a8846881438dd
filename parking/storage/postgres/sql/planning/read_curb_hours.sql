-- What lots' spaces did by the hour, of all classes together, and how many vehicles came.
select
    lot_key, hour, sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
    sum(taken_us)::bigint as taken_us, sum(entries)::bigint as entries
from occupancy_hour
where lot_key = any ($1::integer[]) and hour >= $2 and hour < $3
group by lot_key, hour
order by lot_key, hour
