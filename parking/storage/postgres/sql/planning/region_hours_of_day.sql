-- A region's hours that begin in a span, by class in the order of time.
select *
from region_hour
where region = $1 and hour >= $2 and hour < $3
order by space_class, hour
