select day, lower(stay) as stay_from, upper(stay) as stay_to, movement, is_provisional
from sharing_window
where agreement_key = $1 and upper(stay) > $2
order by stay
