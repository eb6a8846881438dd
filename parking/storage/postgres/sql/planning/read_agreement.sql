-- An agreement ($1): its lot, its terms, and whether it has ever been in force.
select l.lot_id, a.terms, a.status in ('active', 'ended') as is_in_force
from sharing_agreement a
join lot l using (lot_key)
where a.agreement_id = $1
