-- Agreements that the caller owns or in whose lots it decides ($1: all, $2: its key, $3: its
-- operator), and that have run by the end ($4) of what is asked.
select
    a.agreement_key, a.agreement_id, l.lot_id, l.area_code, coalesce(r.name, l.area_code) as area,
    a.status, coalesce($1 or a.owner_key_id = $2 or a.owner_operator_key = $3, false) as is_own
from sharing_agreement a
join lot l using (lot_key)
left join area r on r.area_code = l.area_code
where a.status in ('active', 'ended')
    and a.created_at < $4
    and ($1 or a.owner_key_id = $2 or $3::integer in (a.owner_operator_key, l.operator_key))
order by a.agreement_id
