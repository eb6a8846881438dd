-- How often owners had a space back for themselves, by the local day of a zone ($4) on which it began.
select agreement_key, (lower(during) at time zone $4)::date as day, count(*)::integer as owner_blocked
from sharing_suspension
where agreement_key = any ($1::integer[])
    and space_key is not null
    and lower(during) >= $2
    and lower(during) < $3
group by 1, 2
