select agreement_id
from sharing_agreement
where status in ('proposed', 'active') and terms #>> '{audience,community}' = $1
order by agreement_id
limit 1
