-- Which of these classes of lots had vehicles counted in or out in hours that began in a time.
select distinct lot_key, space_class
from occupancy_hour
where lot_key = any ($1) and space_class = any ($2) and hour >= $3 and hour < $4
    and (entries > 0 or exits > 0)
