-- Lots in which an agreement began or ended within the days from $1 to $2.
select distinct lot_key
from sharing_agreement
where status in ('active', 'ended')
    and valid && daterange($1, $2, '[]')
    and not valid @> daterange($1, $2, '[]')
