-- What is said of lots being sums of others, of one ($1) or all, by lot id.
select
    a.lot_key, l.lot_id, l.name, l.name_en, o.operator_id, a.is_aggregate, a.is_found, a.since,
    a.reason, a.evidence,
    array(
        select p.lot_id from lot p where p.lot_key = any (a.parts) order by p.lot_id
    ) as part_ids
from lot_aggregate a
join lot l using (lot_key)
join operator o using (operator_key)
where ($1::integer is null or a.lot_key = $1) and l.deleted_at is null
order by l.lot_id
