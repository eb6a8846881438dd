-- Single spaces of these lots that their owners have back for a while.
select o.agreement_key, o.space_key, o.during
from sharing_suspension o
join shared_space s on s.space_key = o.space_key and s.agreement_key = o.agreement_key
where s.lot_key = any ($1) and o.lifted_at is null and upper(o.during) > $2
