-- Agreements in lots ($1) that have run by a moment ($2).
select agreement_key
from sharing_agreement
where lot_key = any ($1::integer[]) and status in ('active', 'ended') and created_at < $2
order by agreement_key
