select *
from service_hour
where lot_key = $1 and hour >= $2 and hour < $3
order by hour
