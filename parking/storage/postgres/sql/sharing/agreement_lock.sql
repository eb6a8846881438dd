select
    a.agreement_key, a.agreement_id, a.lot_key, l.lot_id, l.operator_key as lot_operator_key,
    l.timezone as zone, l.deleted_at is not null as is_lot_gone, a.owner_operator_key,
    o.operator_id as owner_operator_id, a.owner_key_id,
    a.status, a.version, a.terms, a.expanded_until, a.calendar_edition, a.created_at, a.updated_at
from sharing_agreement a
join lot l using (lot_key)
left join operator o on o.operator_key = a.owner_operator_key
where a.agreement_id = $1
for no key update of a
