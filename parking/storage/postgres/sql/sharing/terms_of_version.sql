-- The terms under which a booking was made; those of today where that version was not kept.
select coalesce(v.terms, a.terms)
from sharing_agreement a
left join sharing_agreement_version v on v.agreement_key = a.agreement_key and v.version = $2
where a.agreement_key = $1
