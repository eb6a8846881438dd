-- One lot's hours that begin in a span, by class in the order of time.
select *
from occupancy_hour
where lot_key = $1 and hour >= $2 and hour < $3
order by space_class, hour
