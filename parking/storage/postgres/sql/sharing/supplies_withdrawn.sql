-- Single spaces of these lots that their owners have back for a while.
select o.agreement_key, o.space_key, o.during, coalesce(p.space_class, '') as own_class
from sharing_suspension o
join shared_space s on s.space_key = o.space_key and s.agreement_key = o.agreement_key
left join space p on p.lot_key = s.lot_key and p.space_code = s.space_code
where s.lot_key = any ($1) and o.lifted_at is null and upper(o.during) > $2
