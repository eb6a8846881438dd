-- The agreements that run on a lot, all or the one asked for.
select agreement_key, agreement_id, terms
from sharing_agreement
where lot_key = $1 and status = 'active' and ($2::text is null or agreement_id = $2)
order by agreement_key
