-- Which of these lots ($1) have an agreement that runs or waits for their operator, so that it is
-- edited and not proposed again.
select distinct lot_key
from sharing_agreement
where lot_key = any ($1::integer[]) and status in ('proposed', 'active')
